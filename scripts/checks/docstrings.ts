import type { Directive, Statement } from 'oxc-parser'
import { lineAt, type ParsedFile, parseFile } from '../source/syntax.js'
import { isLibrarySource, listFiles } from '../source/tree.js'
import type { Check, Problem } from './check.js'

/** Every name that a source file declares and exports says in a docstring what it is. */
export const docstringsCheck: Check = {
  name: 'docstrings',
  subject: 'exported names',
  run(root) {
    const declared = listFiles(root)
      .filter(isLibrarySource)
      .flatMap((file) => exportedNames(parseFile(root, file)))
    const bare = declared.filter(({ documented }) => !documented)
    return {
      examined: declared.length,
      problems: bare.map(({ file, line, name }): Problem => ({ file, line, message: `${name} is exported without a docstring` })),
    }
  },
}

interface ExportedName {
  readonly file: string
  readonly line: number
  readonly name: string
  readonly documented: boolean
}

function exportedNames({ file, source, tree }: ParsedFile): readonly ExportedName[] {
  const docstringEnds = tree.comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*')).map(({ end }) => end)
  const names: ExportedName[] = []
  let previous: string | undefined
  for (const statement of tree.program.body) {
    const name = declaredName(statement)
    if (name !== undefined) {
      const documented = docstringEnds.some((end) => end <= statement.start && source.slice(end, statement.start).trim() === '')
      // The second and later signatures of an overloaded function share the docstring of the first.
      if (name !== previous) names.push({ file, line: lineAt(source, statement.start), name, documented })
    }
    previous = name
  }
  return names
}

function declaredName(statement: Directive | Statement): string | undefined {
  if (statement.type === 'ExportDefaultDeclaration') return 'default'
  if (statement.type !== 'ExportNamedDeclaration' || statement.declaration === null) return undefined
  const { declaration } = statement
  if (declaration.type === 'VariableDeclaration') {
    const [first] = declaration.declarations
    return first?.id.type === 'Identifier' ? first.id.name : undefined
  }
  return 'id' in declaration && declaration.id?.type === 'Identifier' ? declaration.id.name : undefined
}
