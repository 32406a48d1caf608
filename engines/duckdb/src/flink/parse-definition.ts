import type { ParsedStatement } from '../statement/parse-statement.js'
import type { FlinkStatement } from './flink-statement.js'
import type { TokenReader } from './token-reader.js'

/** Takes `('key' = 'value', …)`. */
function takeOptions(reader: TokenReader): ReadonlyMap<string, string> {
  const options = new Map<string, string>()
  reader.expectSymbol('(')
  if (reader.acceptSymbol(')')) return options
  do {
    const key = reader.quotedText()
    reader.expectSymbol('=')
    options.set(key, reader.quotedText())
  } while (reader.acceptSymbol(','))
  reader.expectSymbol(')')
  return options
}

function parseCreateDatabase(reader: TokenReader): FlinkStatement {
  const ifNotExists = reader.accept('IF', 'NOT', 'EXISTS')
  const path = reader.path(2)
  const hasComment = reader.accept('COMMENT')
  if (hasComment) reader.quotedText()
  if (reader.accept('WITH') && takeOptions(reader).size > 0) {
    return { is: 'unsupported', what: 'CREATE DATABASE … WITH', reason: 'databases of this engine have no properties' }
  }
  reader.end()
  return { is: 'create database', path, ifNotExists, hasComment }
}

function parseDropDatabase(reader: TokenReader): FlinkStatement {
  const ifExists = reader.accept('IF', 'EXISTS')
  const path = reader.path(2)
  const cascades = reader.accept('CASCADE')
  if (!cascades) reader.accept('RESTRICT')
  reader.end()
  return { is: 'drop database', path, ifExists, cascades }
}

function parseCreateCatalog(reader: TokenReader): FlinkStatement {
  const ifNotExists = reader.accept('IF', 'NOT', 'EXISTS')
  const catalog = reader.name()
  if (reader.accept('COMMENT')) reader.quotedText()
  const options = reader.accept('WITH') ? takeOptions(reader) : new Map<string, string>()
  reader.end()
  return { is: 'create catalog', catalog, ifNotExists, options }
}

/** Tells whether a CREATE TABLE has `WITH ('connector' = …)`, which names a system outside of the engine. */
function namesConnector({ tokens }: ParsedStatement): boolean {
  return tokens.some(
    ({ value, depth }, i) =>
      value === 'WITH' &&
      depth === 0 &&
      tokens[i + 1]?.raw === '(' &&
      tokens.slice(i + 2, i + 64).some((token) => token.kind === 'text' && token.value === 'connector'),
  )
}

/**
 * Reads a CREATE.
 *
 * @returns undefined for what DuckDB creates
 * @throws {GatewayError} STATEMENT.SYNTAX
 */
export function parseCreate(reader: TokenReader, statement: ParsedStatement): FlinkStatement | undefined {
  if (reader.accept('DATABASE')) return parseCreateDatabase(reader)
  if (reader.accept('CATALOG')) return parseCreateCatalog(reader)
  if (statement.kind === 'CREATE TABLE' && namesConnector(statement)) {
    return {
      is: 'unsupported',
      what: "CREATE TABLE … WITH ('connector' …)",
      reason: 'DuckDB keeps its tables itself; read files with read_csv, read_json or read_parquet, or use a Flink engine for connectors',
    }
  }
  const isFunction = reader.accept('FUNCTION') || reader.accept('TEMPORARY', 'FUNCTION') || reader.accept('TEMPORARY', 'SYSTEM', 'FUNCTION')
  if (
    isFunction &&
    statement.tokens.some(({ kind, value }, i) => kind === 'text' && statement.tokens[i - 1]?.value === 'AS' && value !== '') &&
    !hasBracket(statement)
  ) {
    return {
      is: 'unsupported',
      what: "CREATE FUNCTION … AS 'class'",
      reason: 'there is no Java here; CREATE MACRO name(a) AS … makes a function of SQL',
    }
  }
  return undefined
}

function hasBracket({ tokens }: ParsedStatement): boolean {
  return tokens.some(({ raw }) => raw === '(')
}

function parseDropTemporary(reader: TokenReader): FlinkStatement {
  reader.accept('SYSTEM')
  const what = (['TABLE', 'VIEW', 'FUNCTION'] as const).find((word) => reader.accept(word))
  if (what === undefined) reader.fail()
  const ifExists = reader.accept('IF', 'EXISTS')
  const path = reader.path(3)
  reader.end()
  return { is: 'drop temporary', what, path, ifExists }
}

/**
 * Reads a DROP.
 *
 * @returns undefined for what DuckDB drops
 * @throws {GatewayError} STATEMENT.SYNTAX
 */
export function parseDrop(reader: TokenReader): FlinkStatement | undefined {
  if (reader.accept('DATABASE') || reader.accept('SCHEMA')) return parseDropDatabase(reader)
  if (reader.accept('TEMPORARY')) return parseDropTemporary(reader)
  if (!reader.accept('CATALOG')) return undefined
  const ifExists = reader.accept('IF', 'EXISTS')
  const catalog = reader.name()
  reader.end()
  return { is: 'drop catalog', catalog, ifExists }
}

/**
 * Reads what follows USE.
 *
 * @throws {GatewayError} STATEMENT.SYNTAX
 */
export function parseUse(reader: TokenReader): FlinkStatement {
  if (reader.accept('CATALOG')) {
    const catalog = reader.name()
    reader.end()
    return { is: 'use catalog', catalog }
  }
  if (reader.accept('MODULES')) {
    reader.name()
    return { is: 'unsupported', what: 'USE MODULES', reason: 'DuckDB decides itself in which order its functions are looked up' }
  }
  const path = reader.path(2)
  reader.end()
  return { is: 'use database', path }
}
