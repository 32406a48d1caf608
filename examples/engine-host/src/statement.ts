import { gatewayError } from '@sql-gateway/gateway-common'

/** A statement of the engine. */
export type HostStatement =
  | { readonly verb: 'SHOW TABLES' }
  | { readonly verb: 'DESCRIBE'; readonly table: Name }
  /** No columns stand for `*`. */
  | { readonly verb: 'SELECT'; readonly table: Name; readonly columns: readonly Name[]; readonly limit: number }

/** A name with its place in the text, for errors about it. */
export interface Name {
  readonly text: string
  readonly offset: number
}

/** Blanks and comments, words and quoted names, numbers, and any other single character. */
const TOKEN = /(?:\s|--[^\n]*|\/\*.*?\*\/)+|"(?:[^"]|"")*"|\w+|./gsu

/** The tokens of each statement of a text; empty statements are left out. */
export function splitStatements(text: string): readonly (readonly Name[])[] {
  const statements: Name[][] = [[]]
  for (const { 0: token, index: offset } of text.matchAll(TOKEN)) {
    if (token === ';') statements.push([])
    else if (!/^(\s|--|\/\*.)/s.test(token)) statements.at(-1)?.push({ text: token, offset })
  }
  return statements.filter((tokens) => tokens.length > 0)
}

/**
 * Reads one statement: `SHOW TABLES`, `DESCRIBE table`, or `SELECT * | column, … FROM table [LIMIT n]`.
 *
 * @throws {GatewayError} STATEMENT.SYNTAX, STATEMENT.EMPTY, STATEMENT.MULTIPLE
 */
export function parseStatement(text: string): HostStatement {
  const statements = splitStatements(text)
  const [tokens = []] = statements
  if (statements.length === 0) throw gatewayError('STATEMENT.EMPTY', 'There is no statement in the text.')
  if (statements.length > 1) throw gatewayError('STATEMENT.MULTIPLE', `The text holds ${statements.length} statements; a call takes one.`)
  let next = 0

  function fail(expected: string): never {
    const { text: found, offset } = tokens[next] ?? { text: 'the end', offset: text.length }
    throw errorAt('STATEMENT.SYNTAX', `Expected ${expected} but found ${found.slice(0, 40)}.`, text, offset)
  }
  function accept(word: string): boolean {
    const found = tokens[next]?.text.toUpperCase() === word
    if (found) next++
    return found
  }
  function expectWord(word: string): void {
    if (!accept(word)) fail(word)
  }
  function name(what: string): Name {
    const token = tokens[next] ?? fail(what)
    if (!/^(["\w])/.test(token.text)) fail(what)
    next++
    return { ...token, text: token.text.startsWith('"') ? token.text.slice(1, -1).replaceAll('""', '"') : token.text.toLowerCase() }
  }
  function columns(): readonly Name[] {
    if (accept('*')) return []
    const list = [name('* or a column')]
    while (accept(',')) list.push(name('a column'))
    return list
  }
  function limit(): number {
    if (!accept('LIMIT')) return Number.MAX_SAFE_INTEGER
    const digits = tokens[next]?.text ?? ''
    if (!/^\d{1,15}$/.test(digits)) fail('a number of rows')
    next++
    return Number(digits)
  }
  function statement(): HostStatement {
    if (accept('SHOW')) {
      expectWord('TABLES')
      return { verb: 'SHOW TABLES' }
    }
    if (accept('DESCRIBE')) return { verb: 'DESCRIBE', table: name('a table') }
    if (!accept('SELECT')) fail('SELECT, DESCRIBE or SHOW TABLES')
    const selected = columns()
    expectWord('FROM')
    return { verb: 'SELECT', columns: selected, table: name('a table'), limit: limit() }
  }

  const parsed = statement()
  if (next < tokens.length) fail('the end')
  return parsed
}

/** An error about a place in a statement. */
export function errorAt(code: 'STATEMENT.SYNTAX' | 'STATEMENT.NOT_FOUND', message: string, text: string, offset: number): Error {
  const before = text.slice(0, offset).split('\n')
  const position = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
  return gatewayError(code, `${message} (line ${position.line}, column ${position.column})`, { details: { position } })
}
