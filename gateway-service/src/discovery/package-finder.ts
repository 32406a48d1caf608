import { access, readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import type { StartProblems } from '../configuration/start-problems.js'
import { isObject, type PackageFinding, type PluginPackage, readPluginPackage, type SkippedPackage } from './plugin-package.js'

/** Where to look for packages. */
export interface SearchPlaces {
  /** The folder of the gateway's own package.json, whose dependencies are searched first. */
  readonly installationDirectory: string
  /** The home folder, whose `plugins` is searched next. */
  readonly homeDirectory: string
  /** Further folders of packages, absolute or from the home folder. */
  readonly pluginDirectories: readonly string[]
}

/** All packages that offer something, and what looks like one and is not. */
export interface FoundPackages {
  readonly plugins: readonly PluginPackage[]
  readonly skipped: readonly SkippedPackage[]
}

/**
 * Finds every package that offers endpoints or engines, by reading manifests only.
 *
 * A folder of sql-gateway.plugin-dirs that does not exist is a problem; the folder `plugins` may be missing.
 */
export async function findPackages(places: SearchPlaces, problems: StartProblems): Promise<FoundPackages> {
  const { installationDirectory, homeDirectory, pluginDirectories } = places
  const findings = [
    await ownDependencies(installationDirectory),
    await packagesIn(join(homeDirectory, 'plugins'), 'plugins'),
    ...(await Promise.all(pluginDirectories.map((directory) => configuredFolder(homeDirectory, directory, problems)))),
  ].flat()
  return {
    plugins: findings.flatMap(({ plugin }) => plugin ?? []),
    skipped: findings.flatMap(({ skipped }) => skipped ?? []),
  }
}

async function ownDependencies(installationDirectory: string): Promise<readonly PackageFinding[]> {
  const content: unknown = JSON.parse(await readFile(join(installationDirectory, 'package.json'), 'utf8'))
  const dependencies = isObject(content) && isObject(content['dependencies']) ? Object.keys(content['dependencies']) : []
  return await Promise.all(dependencies.map((name) => ownDependency(installationDirectory, name)))
}

/** Node's own search: node_modules in the folder and in every folder above it, since npm may have put packages higher up. */
async function ownDependency(installationDirectory: string, name: string): Promise<PackageFinding> {
  for (let folder = installationDirectory; ; folder = dirname(folder)) {
    const directory = join(folder, 'node_modules', name)
    if (await exists(directory)) return await readPluginPackage(directory, `node_modules/${name}`)
    if (folder === dirname(folder)) return { skipped: { place: `the dependency ${name}`, reason: 'is not installed' } }
  }
}

async function configuredFolder(homeDirectory: string, directory: string, problems: StartProblems): Promise<readonly PackageFinding[]> {
  const path = resolve(homeDirectory, directory)
  if (!(await isFolder(path))) {
    problems.add(`sql-gateway.plugin-dirs: '${directory}' is no folder.`)
    return []
  }
  return (await exists(join(path, 'package.json'))) ? [await readPluginPackage(path, directory)] : await packagesIn(path, directory)
}

/** The packages in a folder, those of a scope (`@acme/…`) included. Hidden folders, node_modules and files are no packages. */
async function packagesIn(folder: string, place: string): Promise<readonly PackageFinding[]> {
  if (!(await isFolder(folder))) return []
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.') && name !== 'node_modules').toSorted()
  const findings = await Promise.all(
    names.map(async (name): Promise<readonly PackageFinding[]> => {
      const path = join(folder, name)
      if (!(await isFolder(path))) return []
      const here = `${place}/${relative(folder, path)}`
      return name.startsWith('@') ? await packagesIn(path, here) : [await readPluginPackage(path, here)]
    }),
  )
  return findings.flat()
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  )
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}
