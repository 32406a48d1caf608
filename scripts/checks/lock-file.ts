import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Check, Problem } from './check.js'

interface LockedPackage {
  readonly resolved?: string
  readonly integrity?: string
  readonly link?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const FILE = 'package-lock.json'

/** The lock file installs anywhere: it names no download address, every package has its hash, and no platform's packages are missing. */
export const lockFileCheck: Check = {
  name: 'lock-file',
  subject: 'locked packages',
  run(root) {
    const { packages }: { packages: Record<string, LockedPackage> } = JSON.parse(readFileSync(path.join(root, FILE), 'utf8'))
    const installed = Object.entries(packages).filter(([where, entry]) => where.includes('node_modules/') && !entry.link)
    return {
      examined: installed.length,
      problems: [...installed.flatMap(([where, entry]) => judgePackage(where, entry)), ...missingPlatforms(packages)],
    }
  },
}

function judgePackage(where: string, entry: LockedPackage): readonly Problem[] {
  const problems: Problem[] = []
  if (entry.resolved !== undefined) {
    problems.push({ file: FILE, message: `${where} has a download address: set omit-lockfile-registry-resolved=true and run npm install` })
  }
  if (entry.integrity === undefined) problems.push({ file: FILE, message: `${where} has no integrity hash: run npm install again` })
  return problems
}

/** npm leaves out what it could not resolve when it wrote the file, and `npm ci` then refuses the file on other machines. */
function missingPlatforms(packages: Readonly<Record<string, LockedPackage>>): readonly Problem[] {
  return Object.entries(packages).flatMap(([where, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !isLocked(packages, where, name))
      .map((name) => ({
        file: FILE,
        message: `${name}, which ${where || 'the root'} names as optional, is missing: pin a version that has it`,
      })),
  )
}

function isLocked(packages: Readonly<Record<string, LockedPackage>>, where: string, name: string): boolean {
  for (let folder = where; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    if (packages[folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`] !== undefined) return true
    if (folder === '') return false
  }
}
