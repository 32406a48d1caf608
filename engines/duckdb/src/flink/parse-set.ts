import { gatewayError } from '@sql-gateway/gateway-common'
import type { ParsedStatement } from '../statement/parse-statement.js'
import { type FlinkStatement, SESSION_SETTINGS, type SessionSetting } from './flink-statement.js'
import type { TokenReader } from './token-reader.js'

/** A key as it is written, and whether it is a plain name, such as DuckDB's settings have. */
interface WrittenKey {
  readonly text: string
  readonly isPlain: boolean
}

function ownSetting(name: string): SessionSetting {
  const own = SESSION_SETTINGS.find((setting) => setting === name.toLowerCase())
  if (own !== undefined) return own
  throw gatewayError(
    'STATEMENT.FORBIDDEN',
    `The setting '${name}' belongs to the whole engine; a session can set TimeZone, search_path and schema. ` +
      "A key in quotes, as in SET 'key' = 'value', is a property of the session.",
  )
}

/** Takes what comes before an `=`, the word TO, or the end. */
function takeKey(reader: TokenReader, text: string): WrittenKey {
  const first = reader.take()
  let last = first
  for (let next = reader.peek(); next !== undefined && next.raw !== '=' && next.value !== 'TO'; next = reader.peek()) last = reader.take()
  const isPlain = last === first && (first.kind === 'word' || first.kind === 'name')
  return { text: isPlain && first.kind === 'name' ? first.value : text.slice(first.start, last.end), isPlain }
}

/** SESSION, LOCAL or GLOBAL before a setting; a word with something else after it is part of a key. */
function takeScope(reader: TokenReader): string | undefined {
  const next = reader.peek(1)
  if (next === undefined || (next.kind !== 'word' && next.kind !== 'name') || next.value === 'TO') return undefined
  return ['SESSION', 'LOCAL', 'GLOBAL'].find((word) => reader.accept(word))
}

function refuseGlobal(scope: string | undefined): void {
  if (scope !== 'GLOBAL') return
  throw gatewayError('STATEMENT.FORBIDDEN', 'SET GLOBAL and RESET GLOBAL would reach all sessions; leave GLOBAL out to change your own.')
}

function property(key: string, value: string): FlinkStatement {
  if (key.startsWith('sql-gateway.')) {
    throw gatewayError('CONFIG.NOT_SETTABLE', `The key '${key}' belongs to the gateway and is fixed when it starts.`)
  }
  return { is: 'set property', key, value }
}

/**
 * Reads what follows SET. A key in quotes, or one that is no setting of DuckDB, is a property of the session.
 *
 * @param settings - the names of DuckDB's settings, in lower case
 * @returns undefined for SET VARIABLE, which is DuckDB's own
 * @throws {GatewayError} STATEMENT.SYNTAX
 * @throws {GatewayError} STATEMENT.FORBIDDEN — a setting that is not the session's
 * @throws {GatewayError} CONFIG.NOT_SETTABLE — a key of the gateway
 */
export function parseSet(reader: TokenReader, { text, end }: ParsedStatement, settings: ReadonlySet<string>): FlinkStatement | undefined {
  if (reader.isAtEnd()) return { is: 'list properties' }
  if (reader.peek()?.kind === 'text') {
    const key = reader.quotedText()
    reader.expectSymbol('=')
    const value = reader.quotedText()
    reader.end()
    return property(key, value)
  }
  if (reader.peek()?.value === 'VARIABLE' && reader.peek(1)?.raw !== '=') return undefined
  const scope = takeScope(reader)
  refuseGlobal(scope)
  if (scope === undefined && reader.accept('TIME', 'ZONE')) return { is: 'set setting', name: 'timezone' }
  const key = takeKey(reader, text)
  if (!reader.acceptSymbol('=')) reader.expect('TO')
  if (reader.isAtEnd()) reader.fail()
  if (key.isPlain && (scope !== undefined || settings.has(key.text.toLowerCase()))) return { is: 'set setting', name: ownSetting(key.text) }
  const first = reader.take()
  return property(key.text, first.kind === 'text' && reader.isAtEnd() ? first.value : text.slice(first.start, end))
}

/**
 * Reads what follows RESET.
 *
 * @param settings - the names of DuckDB's settings, in lower case
 * @returns undefined for RESET VARIABLE, which is DuckDB's own
 * @throws {GatewayError} STATEMENT.SYNTAX
 * @throws {GatewayError} STATEMENT.FORBIDDEN — a setting that is not the session's
 */
export function parseReset(reader: TokenReader, { text }: ParsedStatement, settings: ReadonlySet<string>): FlinkStatement | undefined {
  if (reader.isAtEnd()) return { is: 'reset all' }
  if (reader.peek()?.kind === 'text') {
    const key = reader.quotedText()
    reader.end()
    return { is: 'reset property', key }
  }
  if (reader.peek()?.value === 'VARIABLE' && reader.peek(1) !== undefined) return undefined
  const scope = takeScope(reader)
  refuseGlobal(scope)
  const key = takeKey(reader, text)
  reader.end()
  if (key.isPlain && (scope !== undefined || settings.has(key.text.toLowerCase())))
    return { is: 'reset setting', name: ownSetting(key.text) }
  return { is: 'reset property', key: key.text }
}
