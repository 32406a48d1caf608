import { type Layer, placeOf, readArchitecture } from '../layers/architecture.js'
import { findCycles } from '../layers/cycles.js'
import { resolveImport } from '../layers/resolve.js'
import { folderOf, judgeImport, type LayerContext } from '../layers/rules.js'
import { readWorkspace } from '../layers/workspace.js'
import { type ModuleImport, readImports } from '../source/imports.js'
import { parseFile } from '../source/syntax.js'
import { listFiles } from '../source/tree.js'
import type { Check, Problem } from './check.js'

const MODULE = /\.m?[jt]s$/

/** Every import stays within the layer table, architecture.json, and no package's files load each other in a circle (types alone may). */
export const layersCheck: Check = {
  name: 'layers',
  subject: 'imports',
  run(root) {
    const context: LayerContext = { layers: readArchitecture(root), workspace: readWorkspace(root) }
    const names = new Set(context.workspace.map(({ name }) => name))
    const files = listFiles(root).filter((file) => MODULE.test(file) && file.includes('/'))
    const imports = new Map(files.map((file) => [file, readImports(parseFile(root, file), names)]))
    return {
      examined: [...imports.values()].reduce((sum, found) => sum + found.length, 0),
      problems: [...emptyLayers(context.layers, files), ...judgeAll(context, imports), ...circles(context, imports)],
    }
  },
}

type Imports = ReadonlyMap<string, readonly ModuleImport[]>

function emptyLayers(layers: readonly Layer[], files: readonly string[]): readonly Problem[] {
  const populated = new Set(files.map((file) => placeOf(layers, file)?.layer))
  return layers
    .filter((layer) => !populated.has(layer))
    .map((layer) => ({
      file: 'architecture.json',
      message: `the layer ${layer.name} has no files: nothing matches ${layer.paths.join(', ')}`,
    }))
}

function judgeAll(context: LayerContext, imports: Imports): readonly Problem[] {
  const problems: Problem[] = []
  for (const [file, found] of imports) {
    const place = placeOf(context.layers, file)
    if (place === undefined) {
      problems.push({ file, message: 'lies in no layer: move it, or give its folder a row in architecture.json' })
      continue
    }
    for (const imported of found) {
      const message = judgeImport(context, file, place, imported)
      if (message !== undefined) problems.push({ file, line: imported.line, message })
    }
  }
  return problems
}

function circles({ workspace }: LayerContext, imports: Imports): readonly Problem[] {
  const graph = new Map<string, Set<string>>()
  for (const [file, found] of imports) {
    const running = found.filter(({ typeOnly }) => !typeOnly)
    const targets = running.map(({ specifier }) => resolveImport(workspace, file, specifier))
    const sources = targets.flatMap((target) => (target.kind === 'file' ? [sourceOf(target.file, imports)] : []))
    graph.set(file, new Set(sources.filter((source) => folderOf(workspace, source) === folderOf(workspace, file))))
  }
  return findCycles(graph).map((cycle) => ({
    file: cycle[0] ?? '',
    message: `imports itself in a circle, move what is shared into a file of its own: ${cycle.join(' → ')}`,
  }))
}

function sourceOf(file: string, imports: Imports): string {
  return [file, file.replace(/\.js$/, '.ts'), file.replace(/\.mjs$/, '.mts')].find((candidate) => imports.has(candidate)) ?? file
}
