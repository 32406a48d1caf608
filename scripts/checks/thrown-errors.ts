import { type Expression, Visitor } from 'oxc-parser'
import { lineAt, type ParsedFile, parseFile } from '../source/syntax.js'
import { isLibrarySource, listFiles } from '../source/tree.js'
import type { Check, Problem } from './check.js'

/** What the packages throw has a code: a plain `Error` is neither thrown nor handed to a promise. */
export const thrownErrorsCheck: Check = {
  name: 'thrown-errors',
  subject: 'source files of packages',
  run(root) {
    const files = listFiles(root).filter(isLibrarySource)
    return { examined: files.length, problems: files.flatMap((file) => plainErrors(parseFile(root, file))) }
  },
}

function plainErrors({ file, source, tree }: ParsedFile): readonly Problem[] {
  const problems: Problem[] = []
  const judge = (thrown: { readonly type: string } | undefined): void => {
    if (thrown === undefined || !isPlainError(thrown as Expression)) return
    const line = lineAt(source, (thrown as Expression).start)
    problems.push({ file, line, message: 'throws a plain Error: use gatewayError(CODE, text), or a TypeError where code is misused' })
  }
  new Visitor({
    ThrowStatement: (node) => judge(node.argument),
    CallExpression: (node) => {
      const { callee } = node
      const name = callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : undefined
      const rejects = name === 'reject' || (callee.type === 'Identifier' && callee.name === 'reject')
      if (rejects) judge(node.arguments[0])
    },
  }).visit(tree.program)
  return problems
}

function isPlainError(expression: Expression): boolean {
  const made = expression.type === 'NewExpression' || expression.type === 'CallExpression'
  return made && expression.callee.type === 'Identifier' && expression.callee.name === 'Error'
}
