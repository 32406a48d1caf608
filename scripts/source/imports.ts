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
 * Reads every module that a source names: import and re-export declarations, `import()` with a literal, import types, and strings that
 * are one of `packageNames`, since a name in a string is what a computed import would take. Other computed names are not seen.
 */
export function readImports({ source, tree }: ParsedFile, packageNames: ReadonlySet<string>): readonly ModuleImport[] {
  const found: ModuleImport[] = []
  const declared = new Set<number>()
  const add = (node: { readonly value: string; readonly start: number }, typeOnly: boolean): void => {
    declared.add(node.start)
    found.push({ specifier: node.value, line: lineAt(source, node.start), typeOnly })
  }
  const visitor = new Visitor({
    ImportDeclaration: (node) => add(node.source, node.importKind === 'type'),
    ExportNamedDeclaration: (node) => {
      if (node.source !== null) add(node.source, node.exportKind === 'type')
    },
    ExportAllDeclaration: (node) => add(node.source, node.exportKind === 'type'),
    ImportExpression: ({ source: name }) => {
      if (name.type === 'Literal' && typeof name.value === 'string') add({ value: name.value, start: name.start }, false)
    },
    Literal: ({ value, start }) => {
      if (typeof value === 'string' && packageNames.has(value) && !declared.has(start)) add({ value, start }, false)
    },
    TSImportType: (node) => add(node.source, true),
  })
  visitor.visit(tree.program)
  return found
}
