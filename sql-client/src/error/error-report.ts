import { sqlTokens } from '../script/sql-lexer.js'
import { advance, type TextPosition } from '../script/statement-splitter.js'
import { cutToWidth, displayWidth } from '../terminal/text/display-width.js'
import { visibleText } from '../terminal/text/visible-text.js'
import { type ErrorSubject, isClientError } from './client-error.js'

/** What an error is reported with. */
export interface ReportContext {
  /** The statement that failed, as it was sent. */
  readonly statement?: string
  /** Where the statement begins in a text, and what that is called if it was not typed. */
  readonly origin?: ErrorSubject['origin']
  readonly isVerbose: boolean
}

/** What engines put behind their texts, and what the line that is shown says better. */
const PLACE = / ?\(line \d+, column \d+\)$/
const WIDEST_LINE = 100
const BEFORE = 40

/**
 * The lines of an error: what went wrong in one line, the line of the statement with what it is about underlined, and all else if it is
 * wanted. Ends without a line feed.
 */
export function errorReport(error: unknown, context: ReportContext): string {
  const { isVerbose } = context
  if (!isClientError(error))
    return isVerbose && error instanceof Error ? `[ERROR] ${error.stack ?? error.message}` : `[ERROR] ${String(error)}`
  if (error.kind === 'canceled') return `[INFO] ${error.message}`
  const [first = '', ...further] = error.message.split('\n').map(visibleText)
  const { position, subject: { statement, origin } = context } = error
  const lines = [`[ERROR] ${placeOf(origin, position)}${first.replace(PLACE, '')}`]
  if (statement !== undefined && position !== undefined) lines.push(...excerpt(statement, position, origin?.position))
  // Advice that the engine gives with the error; what is longer is shown on demand.
  if (!isVerbose)
    return [
      ...lines,
      ...further
        .filter((line) => line.trim() !== '')
        .slice(0, 2)
        .map((line) => line.replace(PLACE, '')),
    ].join('\n')
  const code = error.code === undefined ? [] : [`Code: ${error.code}`]
  return [
    ...lines,
    ...code,
    ...(error.details ?? error.message).split('\n').map((line) => `  ${visibleText(line.replaceAll('\t', '    '))}`),
  ].join('\n')
}

/** A place in a statement as a place in its script. */
function inScript(position: TextPosition, start: TextPosition): TextPosition {
  const column = position.line === 1 ? start.column + position.column - 1 : position.column
  return { line: start.line + position.line - 1, column }
}

function placeOf(origin: ReportContext['origin'], position: TextPosition | undefined): string {
  if (origin?.name === undefined) return ''
  const { line, column } = inScript(position ?? { line: 1, column: 1 }, origin.position)
  return `${origin.name}:${line}:${column}: `
}

function excerpt(statement: string, position: TextPosition, start: TextPosition | undefined): readonly string[] {
  const text = statement.split('\n')[position.line - 1]?.replace(/\r$/, '')
  if (text === undefined || position.column > text.length + 1) return []
  const at = position.column - 1
  const length = tokenLength(statement, position)
  // A long line is shown around the place.
  const from = text.length <= WIDEST_LINE ? 0 : Math.max(0, Math.min(at - BEFORE, text.length - WIDEST_LINE))
  const shown = text.slice(from, from + WIDEST_LINE)
  const number = String(position.line + (start?.line ?? 1) - 1)
  const gap = ' '.repeat(displayWidth(visibleText(text.slice(from, at))))
  const marked = visibleText(text.slice(at, Math.min(at + length, from + WIDEST_LINE)))
  return [
    `  ${number} | ${from > 0 ? '…' : ''}${visibleText(shown)}${from + WIDEST_LINE < text.length ? '…' : ''}`,
    `  ${' '.repeat(number.length)} | ${from > 0 ? ' ' : ''}${gap}${'^'.repeat(Math.max(1, displayWidth(cutToWidth(marked, WIDEST_LINE))))}`,
  ]
}

/** How much of its line the token at a place takes. */
function tokenLength(statement: string, { line, column }: TextPosition): number {
  let found: TextPosition = { line: 1, column: 1 }
  let last = 0
  for (const { start, end } of sqlTokens(statement)) {
    found = advance(found, statement, last, start)
    last = start
    if (found.line === line && found.column === column) return (statement.slice(start, end).split('\n')[0] ?? '').length
    if (found.line > line) break
  }
  return 1
}
