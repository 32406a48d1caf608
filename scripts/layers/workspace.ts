import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** A package of ours, as its package.json declares it. */
export interface WorkspacePackage {
  /** From the root; the empty string for the root itself. */
  readonly folder: string
  readonly name: string
  /** Sub-path (`.`, `./testkit`) to the source folder and file that stand behind it, without `dist`. */
  readonly exports: ReadonlyMap<string, string>
  /** Private names (`#x/*`) to files from the package's folder, without `dist`. */
  readonly imports: ReadonlyMap<string, string>
  readonly dependencies: ReadonlySet<string>
  readonly devDependencies: ReadonlySet<string>
}

/** A file, or a file for each condition; the one that is run counts. */
type ExportTarget = string | { readonly default: string }

interface Manifest {
  readonly name: string
  readonly workspaces?: readonly string[]
  readonly exports?: Readonly<Record<string, ExportTarget>>
  readonly imports?: Readonly<Record<string, ExportTarget>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

/** Reads the root's package.json and that of every workspace; the root comes last, so that the first folder that fits a file is its own. */
export function readWorkspace(root: string): readonly WorkspacePackage[] {
  const manifest = readManifest(root, '')
  const folders = (manifest.workspaces ?? []).flatMap((pattern) => expand(root, pattern))
  return [...folders.map((folder) => toPackage(folder, readManifest(root, folder))), toPackage('', manifest)]
}

/** The package that a file belongs to. */
export function packageOf(workspace: readonly WorkspacePackage[], file: string): WorkspacePackage {
  const owner = workspace.find(({ folder }) => folder === '' || file.startsWith(`${folder}/`))
  if (owner === undefined) throw new TypeError(`the workspace has no root package, so ${file} has no owner`)
  return owner
}

function expand(root: string, pattern: string): readonly string[] {
  if (!pattern.endsWith('/*')) return [pattern]
  const parent = pattern.slice(0, -2)
  if (!existsSync(path.join(root, parent))) return []
  return readdirSync(path.join(root, parent))
    .map((name) => `${parent}/${name}`)
    .filter((folder) => existsSync(path.join(root, folder, 'package.json')))
}

function readManifest(root: string, folder: string): Manifest {
  return JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'))
}

function toPackage(folder: string, manifest: Manifest): WorkspacePackage {
  const runtime = [manifest.dependencies, manifest.peerDependencies, manifest.optionalDependencies]
  return {
    folder,
    name: manifest.name,
    exports: sourceMap(manifest.exports),
    imports: sourceMap(manifest.imports),
    dependencies: new Set(runtime.flatMap((part) => Object.keys(part ?? {}))),
    devDependencies: new Set(Object.keys(manifest.devDependencies ?? {})),
  }
}

function sourceMap(entries: Readonly<Record<string, ExportTarget>> | undefined): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(entries ?? {}).map(([name, target]) => [name, sourceOf(typeof target === 'string' ? target : target.default)]),
  )
}

function sourceOf(target: string): string {
  return target.replace(/^\.\//, '').replace(/(^|\/)dist\//, '$1')
}
