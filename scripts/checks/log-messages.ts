import { type CallExpression, type Expression, Visitor } from 'oxc-parser'
import { lineAt, type ParsedFile, parseFile } from '../source/syntax.js'
import { isLibrarySource, listFiles } from '../source/tree.js'
import type { Check, Problem } from './check.js'

const LEVELS = new Set(['debug', 'info', 'warn', 'error'])
const MESSAGE = 'a log message is not constant: write it as one text in quotes, what varies is a field'

/** A log message is the same text every time, so that lines can be searched and counted; what varies is a field. */
export const logMessagesCheck: Check = {
  name: 'log-messages',
  subject: 'log calls',
  run(root) {
    const calls = listFiles(root)
      .filter(isLibrarySource)
      .flatMap((file) => logCalls(parseFile(root, file)))
    const varying = calls.filter(({ constant }) => !constant)
    return { examined: calls.length, problems: varying.map(({ file, line }): Problem => ({ file, line, message: MESSAGE })) }
  },
}

interface LogCall {
  readonly file: string
  readonly line: number
  readonly constant: boolean
}

function logCalls({ file, source, tree }: ParsedFile): readonly LogCall[] {
  const calls: LogCall[] = []
  new Visitor({
    CallExpression: (node) => {
      if (!isLogCall(node)) return
      const message = node.arguments[1]
      const constant = message?.type === 'Literal' && typeof message.value === 'string'
      calls.push({ file, line: lineAt(source, node.start), constant })
    },
  }).visit(tree.program)
  return calls
}

/** `logger.info(…)`, `this.#logger.warn(…)`, `context.logger.error(…)`. */
function isLogCall({ callee }: CallExpression): boolean {
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier' || !LEVELS.has(callee.property.name)) return false
  return /logger$/i.test(lastName(callee.object) ?? '')
}

function lastName(expression: Expression): string | undefined {
  if (expression.type === 'Identifier') return expression.name
  if (expression.type !== 'MemberExpression') return undefined
  const { property } = expression
  return property.type === 'Identifier' || property.type === 'PrivateIdentifier' ? property.name : undefined
}
