import { isBuiltin } from 'node:module'
import path from 'node:path'
import { packageOf, type WorkspacePackage } from './workspace.js'

/** What an import leads to. */
export type Target =
  | { readonly kind: 'builtin' }
  | { readonly kind: 'library'; readonly name: string }
  /** A file of the same package folder, or of another one that a relative path walked into. */
  | { readonly kind: 'file'; readonly file: string }
  /** Another package of ours by its name; `file` is undefined when it does not export that sub-path. */
  | { readonly kind: 'package'; readonly package: WorkspacePackage; readonly file: string | undefined }

/** Resolves a specifier the way Node does, but to sources instead of built files. */
export function resolveImport(workspace: readonly WorkspacePackage[], importer: string, specifier: string): Target {
  if (specifier.startsWith('.')) {
    return { kind: 'file', file: path.posix.normalize(`${path.posix.dirname(importer)}/${specifier}`) }
  }
  if (specifier.startsWith('#')) {
    return { kind: 'file', file: privateName(packageOf(workspace, importer), specifier) }
  }
  if (isBuiltin(specifier)) return { kind: 'builtin' }
  const name = packageName(specifier)
  const own = workspace.find((candidate) => candidate.name === name)
  if (own === undefined) return { kind: 'library', name }
  const target = own.exports.get(`.${specifier.slice(name.length)}`)
  return { kind: 'package', package: own, file: target === undefined ? undefined : `${own.folder}/${target}` }
}

/** The package part of a bare specifier: `koa/lib/x` is of `koa`, `@koa/router/y` of `@koa/router`. */
function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

function privateName(owner: WorkspacePackage, specifier: string): string {
  for (const [pattern, target] of owner.imports) {
    const prefix = pattern.replace('*', '')
    if (specifier.startsWith(prefix)) return path.posix.join(owner.folder, target.replace('*', specifier.slice(prefix.length)))
  }
  return path.posix.join(owner.folder, specifier)
}
