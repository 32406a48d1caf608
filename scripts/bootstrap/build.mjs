/** dist: what tsc makes of the sources, and nothing that no source stands behind any more. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { run } from './process.mjs'
import { BootstrapError } from './progress.mjs'
import { projectFolders } from './projects.mjs'
import { nodePath } from './run.mjs'

/** Its time is that of the build's begin; scripts/is-built.sh looks for sources that are newer. */
const STAMP = path.join('dist', '.built')

const OUTPUT = /\.(?:js|mjs|d\.ts|d\.mts)(?:\.map)?$/
const SOURCES = ['.ts', '.mts', '.js', '.mjs']

/**
 * @param {string} project
 * @param {string} output
 */
function hasSource(project, output) {
  const stem = output.replace(OUTPUT, '')
  return SOURCES.some((extension) => existsSync(path.join(project, `${stem}${extension}`)))
}

/**
 * Deletes what tsc once wrote for sources that are gone, so that a deleted test no longer runs and a deleted module no longer resolves.
 * Returns how many files went. Files that tsc does not write are left alone.
 *
 * @param {string} project
 * @returns {number}
 */
export function removeOrphans(project) {
  const dist = path.join(project, 'dist')
  return existsSync(dist) ? removeOrphansIn(project, dist) : 0
}

/**
 * @param {string} project
 * @param {string} folder
 */
function removeOrphansIn(project, folder) {
  let removed = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) {
      removed += removeOrphansIn(project, file)
      if (readdirSync(file).length === 0) rmdirSync(file)
    } else if (OUTPUT.test(entry.name) && !hasSource(project, path.relative(path.join(project, 'dist'), file))) {
      rmSync(file)
      removed += 1
    }
  }
  return removed
}

/**
 * Compiles every project and leaves the stamp. Compiler errors go to the terminal as tsc words them.
 *
 * @param {string} root
 * @param {import('./progress.mjs').Progress} progress
 */
export async function build(root, progress) {
  const stamp = path.join(root, STAMP)
  const projects = projectFolders(root).map((folder) => path.join(root, folder))
  // A new dist makes the folder around it newer, so all of them come before the stamp.
  for (const folder of [root, ...projects]) mkdirSync(path.join(folder, 'dist'), { recursive: true })
  writeFileSync(`${stamp}.next`, '')
  const orphans = projects.reduce((sum, project) => sum + removeOrphans(project), 0)
  if (orphans > 0) progress.say(`removed ${orphans} built files whose sources are gone`)
  await progress.step('compiling (tsc --build)', async () => {
    const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    const result = await run(nodePath(root), [tsc, '--build'], { cwd: root, stdio: ['ignore', 2, 'inherit'] })
    if (result.code !== 0) throw new BootstrapError('The sources do not compile, see above.')
  })
  renameSync(`${stamp}.next`, stamp)
}
