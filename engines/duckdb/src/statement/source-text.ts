import { type GatewayError, gatewayError, type StatementPosition } from '@sql-gateway/gateway-common'
import type { Unterminated } from './lexer.js'

/** A part of the user's text in the place of which DuckDB got another. */
export interface Rewrite {
  readonly start: number
  readonly end: number
  readonly as: string
}

/** How the text that DuckDB got comes from the one that the user wrote: the user's from `start` on, after `prefix`. */
export interface SourceText {
  readonly text: string
  readonly start: number
  /** Where the statement ends in the user's text. */
  readonly end: number
  readonly prefix: string
  /** In order; left out where there are none. */
  readonly rewrites?: readonly Rewrite[]
}

/** The line and column of a place in a text. */
export function positionAt(text: string, index: number): StatementPosition {
  let line = 1
  let lineStart = 0
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', lineStart)) {
    line++
    lineStart = at + 1
  }
  return { line, column: index - lineStart + 1 }
}

/** Bytes of a code point in UTF-8. */
function byteLength(code: number): number {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
}

/** The place in the user's text of a byte that DuckDB counts in what it got; undefined where that lies before it. */
export function sourceIndex({ text, start, prefix, rewrites = [] }: SourceText, byte: number): number | undefined {
  const own = byte - Buffer.byteLength(prefix)
  if (own < 0) return undefined
  let [bytes, index] = [0, start]
  let at = rewrites.findIndex((rewrite) => rewrite.start >= start)
  while (bytes < own && index < text.length) {
    const rewrite = at === -1 ? undefined : rewrites[at]
    if (rewrite?.start === index) {
      bytes += Buffer.byteLength(rewrite.as)
      if (bytes > own) return index
      index = rewrite.end
      at++
    } else {
      const code = text.codePointAt(index) as number
      bytes += byteLength(code)
      index += code < 0x10000 ? 1 : 2
    }
  }
  return index
}

/** Writes a place as it stands in texts of errors. */
export function positionText({ line, column }: StatementPosition): string {
  return `line ${line}, column ${column}`
}

/** The error for a text that does not parse at a place. */
export function syntaxError(text: string, index: number, problem: string): GatewayError {
  const position = positionAt(text, index)
  return gatewayError('STATEMENT.SYNTAX', `Parser Error: ${problem} (${positionText(position)})`, {
    details: { position, engineErrorName: 'Parser Error' },
  })
}

/**
 * The error for a text that ends within quotes or a comment, or without a `;` before the statement is whole. Flink's SQL
 * client takes the words `Encountered "<EOF>"` as the sign that the user has not finished, and asks for another line.
 *
 * @see Apache Flink, `org.apache.flink.table.client.cli.parser`
 */
function endOfTextError(text: string, problem: string, index: number): GatewayError {
  const position = positionAt(text, index)
  return gatewayError('STATEMENT.SYNTAX', `Parser Error: ${problem}. Encountered "<EOF>" at ${positionText(position)}.`, {
    details: { position, engineErrorName: 'Parser Error' },
  })
}

/**
 * The error for a statement that is not whole at its end. With a `;` behind it the user has finished: more lines would
 * not help.
 */
export function endOfStatementError(text: string, end: number): GatewayError {
  const problem = 'syntax error at end of input'
  return text.includes(';', end) ? syntaxError(text, end, problem) : endOfTextError(text, problem, end)
}

/** The error for a text that ends inside of quotes or of a comment. */
export function unterminatedError(text: string, { what, start }: Unterminated): GatewayError {
  return endOfTextError(text, `unterminated ${what}`, start)
}
