import type { ModuleImport } from '../source/imports.js'
import { type Layer, type Place, placeOf } from './architecture.js'
import { resolveImport, type Target } from './resolve.js'
import { packageOf, type WorkspacePackage } from './workspace.js'

/** What the rules know about the project. */
export interface LayerContext {
  readonly layers: readonly Layer[]
  readonly workspace: readonly WorkspacePackage[]
}

/** One import and where it stands. */
interface Subject extends LayerContext {
  readonly file: string
  readonly place: Place
  readonly imported: ModuleImport
}

/** Judges one import. Returns what is wrong with it and what is allowed instead; undefined when it keeps the layers. */
export function judgeImport(context: LayerContext, file: string, place: Place, imported: ModuleImport): string | undefined {
  const subject = { ...context, file, place, imported }
  const target = resolveImport(context.workspace, file, imported.specifier)
  return judgeFolder(subject, target) ?? judgeLayer(subject, target) ?? judgeDeclaration(subject, target)
}

/** A package, or a top-level folder where the root itself is the package: what relative imports may not leave. */
export function folderOf(workspace: readonly WorkspacePackage[], file: string): string {
  const { folder } = packageOf(workspace, file)
  return folder === '' ? (file.split('/')[0] ?? '') : folder
}

function judgeFolder({ workspace, file, imported }: Subject, target: Target): string | undefined {
  const { specifier } = imported
  if (target.kind === 'file' && specifier.startsWith('.') && folderOf(workspace, target.file) !== folderOf(workspace, file)) {
    const { name } = packageOf(workspace, target.file)
    return `'${specifier}' leaves ${folderOf(workspace, file)}; import another package by its name (${name})`
  }
  if (target.kind === 'package' && target.file === undefined) {
    const exported = [...target.package.exports.keys()].map((sub) => target.package.name + sub.slice(1))
    return `'${specifier}' is no public export; public are ${exported.join(', ') || 'none'}`
  }
  return undefined
}

function judgeLayer({ layers, place, imported }: Subject, target: Target): string | undefined {
  const { layer } = place
  const { specifier } = imported
  if (target.kind === 'builtin')
    return layer.builtins ? undefined : `${layer.name} may not import Node's '${specifier}'; ${allowance(layer)}`
  if (target.kind === 'library') {
    return layer.libraries === 'none' ? `${layer.name} may not import the library '${specifier}'; ${allowance(layer)}` : undefined
  }
  const there = target.file === undefined ? undefined : placeOf(layers, target.file)
  if (there === undefined) return `'${specifier}' lies in no layer of architecture.json; ${allowance(layer)}`
  if (there.layer !== layer && !layer.mayImport.includes(there.layer.name)) {
    return `${layer.name} may not import ${there.layer.name} ('${specifier}'); ${allowance(layer)}`
  }
  if (layer.isolated && there.name !== undefined && there.name !== place.name) {
    return `${layer.name} may not import a sibling: '${place.name}' imports '${there.name}' by '${specifier}'; ${allowance(layer)}`
  }
  return undefined
}

function judgeDeclaration({ workspace, file, place, imported }: Subject, target: Target): string | undefined {
  const owner = packageOf(workspace, file)
  const name = target.kind === 'library' ? target.name : target.kind === 'package' ? target.package.name : owner.name
  if (name === owner.name || owner.dependencies.has(name)) return undefined
  const manifest = owner.folder === '' ? 'package.json' : `${owner.folder}/package.json`
  const undeclared = `'${imported.specifier}' is not declared: add ${name} to`
  if (place.layer.libraries !== 'any') return `${undeclared} the dependencies of ${manifest}`
  const root = workspace.find(({ folder }) => folder === '')
  const declared = owner.devDependencies.has(name) || root?.devDependencies.has(name) || root?.dependencies.has(name)
  return declared ? undefined : `${undeclared} the dependencies or devDependencies of ${manifest}`
}

function allowance(layer: Layer): string {
  const allowed = [
    'itself',
    ...layer.mayImport,
    ...(layer.builtins ? ["Node's modules"] : []),
    ...(layer.libraries === 'none' ? [] : ['declared libraries']),
  ]
  return `it may import ${allowed.join(', ')}`
}
