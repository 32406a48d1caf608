import type { ParsedStatement } from '../statement/parse-statement.js'
import { endOfStatementError, syntaxError } from '../statement/source-text.js'
import type { Token } from '../statement/statement-text.js'

/** Reads the tokens of a statement one after the other. */
export interface TokenReader {
  isAtEnd(): boolean
  /** The next token, or one after it; undefined behind the end. */
  peek(offset?: number): Token | undefined
  /** Takes these words if they come next, all of them. */
  accept(...words: readonly string[]): boolean
  /** Takes a symbol if it comes next. */
  acceptSymbol(symbol: string): boolean
  /** @throws {GatewayError} STATEMENT.SYNTAX — other words come next */
  expect(...words: readonly string[]): void
  /** @throws {GatewayError} STATEMENT.SYNTAX — another symbol comes next */
  expectSymbol(symbol: string): void
  /**
   * Takes a name, quoted or not.
   *
   * @throws {GatewayError} STATEMENT.SYNTAX
   */
  name(): string
  /**
   * Takes names with dots between them.
   *
   * @throws {GatewayError} STATEMENT.SYNTAX
   */
  path(maxParts: number): readonly string[]
  /**
   * Takes a quoted text.
   *
   * @throws {GatewayError} STATEMENT.SYNTAX
   */
  quotedText(): string
  /**
   * Takes any token.
   *
   * @throws {GatewayError} STATEMENT.SYNTAX — none is left
   */
  take(): Token
  /** @throws {GatewayError} STATEMENT.SYNTAX — something is left */
  end(): void
  /** Fails at the next token. */
  fail(): never
}

/** Makes a reader that begins at a token. */
export function createTokenReader(statement: ParsedStatement, from = 0): TokenReader {
  const { tokens, text, end } = statement
  let at = from

  function fail(): never {
    const token = tokens[at]
    if (token === undefined) throw endOfStatementError(text, end)
    throw syntaxError(text, token.start, `syntax error at or near "${token.raw}"`)
  }

  function hasWords(words: readonly string[]): boolean {
    return words.every((word, i) => tokens[at + i]?.kind === 'word' && tokens[at + i]?.value === word)
  }

  function accept(...words: readonly string[]): boolean {
    if (!hasWords(words)) return false
    at += words.length
    return true
  }

  function acceptSymbol(symbol: string): boolean {
    if (tokens[at]?.kind !== 'symbol' || tokens[at]?.raw !== symbol) return false
    at++
    return true
  }

  function name(): string {
    const token = tokens[at]
    if (token === undefined || (token.kind !== 'word' && token.kind !== 'name')) fail()
    at++
    return token.kind === 'word' ? token.raw : token.value
  }

  return {
    isAtEnd: () => at >= tokens.length,
    peek: (offset = 0) => tokens[at + offset],
    accept,
    acceptSymbol,
    expect: (...words) => {
      for (const word of words) if (!accept(word)) fail()
    },
    expectSymbol: (symbol) => {
      if (!acceptSymbol(symbol)) fail()
    },
    name,
    path: (maxParts) => {
      const parts = [name()]
      while (parts.length < maxParts && acceptSymbol('.')) parts.push(name())
      return parts
    },
    quotedText: () => {
      const token = tokens[at]
      if (token?.kind !== 'text') fail()
      at++
      return token.value
    },
    take: () => {
      const token = tokens[at]
      if (token === undefined) fail()
      at++
      return token
    },
    end: () => {
      if (at < tokens.length) fail()
    },
    fail,
  }
}
