import { Visitor } from 'oxc-parser'
import { lineAt, type ParsedFile } from './syntax.js'

/** One mention of another module in a source file. */
export interface ModuleImport {
  readonly specifier: string
  /** Counted from 1. */
  readonly line: number
  /** True where the import leaves no trace in what is run: `import type`, `export type … from`, `import('x').T`. */
  readonly typeOnly: boolean
}

/**
 * Reads every module that a source names: import and re-export declarations, `import()` with a literal, and import types. A module name
 * that is computed at run time is not seen.
 */
export function readImports({ source, tree }: ParsedFile): readonly ModuleImport[] {
  const found: ModuleImport[] = []
  const add = (node: { readonly value: string; readonly start: number }, typeOnly: boolean): void => {
    found.push({ specifier: node.value, line: lineAt(source, node.start), typeOnly })
  }
  const visitor = new Visitor({
    ImportDeclaration: (node) => add(node.source, node.importKind === 'type'),
    ExportNamedDeclaration: (node) => {
      if (node.source !== null) add(node.source, node.exportKind === 'type')
    },
    ExportAllDeclaration: (node) => add(node.source, node.exportKind === 'type'),
    ImportExpression: (node) => {
      if (node.source.type === 'Literal' && typeof node.source.value === 'string') add({ ...node.source, value: node.source.value }, false)
    },
    TSImportType: (node) => add(node.source, true),
  })
  visitor.visit(tree.program)
  return found
}
