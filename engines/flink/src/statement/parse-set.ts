import { type ConfigChange, gatewayError } from '@sql-gateway/gateway-common'
import { keyword, plainText, type Token } from './lexer.js'

/** Keys of the gateway itself, which sessions neither see nor set. */
const GATEWAY_PREFIX = 'sql-gateway.'

/**
 * What a SET or RESET does to the properties; nothing for every other statement and for those that do not parse.
 *
 * @param tokens - of one statement, which `text` holds
 * @throws {GatewayError} CONFIG.NOT_SETTABLE — the key is one of the gateway's own
 * @see Apache Flink documentation, "SET Statements" and "RESET Statements"; `SetOperationParseStrategy` for keys without quotes
 */
export function configChangesOf(text: string, tokens: readonly Token[]): readonly ConfigChange[] {
  const changes = parse(text, tokens)
  for (const change of changes) {
    if (change.change === 'reset-all' || !change.key.startsWith(GATEWAY_PREFIX)) continue
    throw gatewayError(
      'CONFIG.NOT_SETTABLE',
      `The key ${change.key} belongs to the gateway and is fixed when it starts; a session cannot set it.`,
    )
  }
  return changes
}

function parse(text: string, tokens: readonly Token[]): readonly ConfigChange[] {
  const [verb, first] = tokens
  if (keyword(verb) === 'RESET')
    return first === undefined ? [{ change: 'reset-all' }] : [{ change: 'reset', key: joined(text, tokens.slice(1)) }]
  if (keyword(verb) !== 'SET') return []
  const equals = tokens.findIndex(({ raw }) => raw === '=')
  if (equals < 2) return []
  const key = joined(text, tokens.slice(1, equals))
  return [{ change: 'set', key, value: joined(text, tokens.slice(equals + 1)) }]
}

/** A quoted text by what it stands for, anything else as it stands. */
function joined(text: string, tokens: readonly Token[]): string {
  const [first] = tokens
  const last = tokens.at(-1)
  if (first === undefined || last === undefined) return ''
  if (tokens.length === 1) return plainText(first)
  return text.slice(first.start, last.start + last.raw.length)
}
