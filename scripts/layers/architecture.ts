import { readFileSync } from 'node:fs'
import path from 'node:path'

/** One row of the layer table. */
export interface Layer {
  readonly name: string
  /** Folders from the root; `*` stands for one folder name. */
  readonly paths: readonly string[]
  /** Names of other layers. Files of the same package folder and layer may always import each other. */
  readonly mayImport: readonly string[]
  /** Whether Node's own modules may be imported. */
  readonly builtins: boolean
  /** `runtime`: what the package declares under dependencies. `any`: its devDependencies and what the root declares as well. */
  readonly libraries: 'none' | 'runtime' | 'any'
  /** Whether `*` must stand for the same name on both sides of an import. */
  readonly isolated: boolean
}

/** Where a file stands in the layer table. */
export interface Place {
  readonly layer: Layer
  /** What `*` stands for; undefined in a layer whose path has none. */
  readonly name: string | undefined
}

/** Reads the layer table, `architecture.json` in the root. */
export function readArchitecture(root: string): readonly Layer[] {
  const text = readFileSync(path.join(root, 'architecture.json'), 'utf8')
  const { layers }: { layers: Record<string, Omit<Layer, 'name' | 'isolated'> & { isolated?: boolean }> } = JSON.parse(text)
  return Object.entries(layers).map(([name, layer]) => ({ isolated: false, ...layer, name }))
}

/** Finds the layer of a file; undefined when the table does not know its folder. */
export function placeOf(layers: readonly Layer[], file: string): Place | undefined {
  for (const layer of layers) {
    for (const folder of layer.paths) {
      const match = pathPattern(folder).exec(file)
      if (match !== null) return { layer, name: match[1] }
    }
  }
  return undefined
}

function pathPattern(folder: string): RegExp {
  return new RegExp(`^${folder.replaceAll('.', '\\.').replaceAll('*', '([^/]+)')}/`)
}
