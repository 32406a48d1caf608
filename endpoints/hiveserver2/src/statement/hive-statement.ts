import { propertyName } from '../session/session-options.js'

/** What is special about a statement; `plain` are all those that the engine understands itself. */
export type HiveStatement =
  | { readonly kind: 'plain'; readonly statement: string }
  /** All properties, a row `key=value` each. */
  | { readonly kind: 'show-properties' }
  | { readonly kind: 'show-property'; readonly key: string }
  /** Into the database that Hive's clients call `default`, whatever it is here. */
  | { readonly kind: 'use-default' }
  /** The columns of a table, by the parts of its name. Tools that know Hive read three columns, whatever the engine gives. */
  | { readonly kind: 'describe'; readonly path: readonly string[] }
  /** hive-jdbc's getSchema asks so. Engines answer other things, such as the catalog. */
  | { readonly kind: 'current-database' }

const SHOW_PROPERTIES = /^set(?:\s+-v)?$/i
const SHOW_PROPERTY = /^set\s+([^\s=;'"`]+)$/i
const ASSIGN = /^set\s+((?:(?:hiveconf|hivevar|system|metaconf|env):)?[\w][\w.-]*)\s*=(.*)$/is
const RESET = /^reset\s+((?:(?:hiveconf|hivevar|system|metaconf):)?[\w][\w.-]*)$/i
const USE_DEFAULT = /^use\s+(?:default|`default`|"default")$/i
const DESCRIBE = /^desc(?:ribe)?\s+(?:table\s+)?((?:[\w$]+|`[^`]+`)(?:\.(?:[\w$]+|`[^`]+`)){0,2})$/i
const CURRENT_DATABASE = /^select\s+current_database\s*\(\s*\)$/i

/**
 * Tells apart the statements that are habits of Hive's clients rather than the engine's SQL.
 *
 * `SET key=value` in Hive takes everything after the sign as it stands, without quotes. Where the key can only be such
 * a key, because it has a dot or a namespace in it, the statement is put into the form that all engines read; a key of
 * one word is left to the engine, whose own setting it is.
 *
 * @throws {GatewayError} REQUEST.INVALID — SET of an environment variable
 */
export function readHiveStatement(statement: string): HiveStatement {
  const text = withoutEnd(statement).trimStart()
  if (SHOW_PROPERTIES.test(text)) return { kind: 'show-properties' }
  if (USE_DEFAULT.test(text)) return { kind: 'use-default' }
  if (CURRENT_DATABASE.test(text)) return { kind: 'current-database' }
  const described = DESCRIBE.exec(text)?.[1]
  if (described !== undefined) return { kind: 'describe', path: partsOf(described) }
  const shown = SHOW_PROPERTY.exec(text)?.[1]
  if (shown !== undefined) return { kind: 'show-property', key: shown }
  return { kind: 'plain', statement: assignment(text) ?? reset(text) ?? statement }
}

/** The statement without the blanks and semicolons at its end. */
function withoutEnd(statement: string): string {
  let end = statement.length
  while (end > 0 && /[;\s]/.test(statement[end - 1] as string)) end--
  return statement.slice(0, end)
}

function partsOf(name: string): readonly string[] {
  return Array.from(name.matchAll(/`([^`]+)`|([\w$]+)/g), ([, quoted, plain]) => quoted ?? plain ?? '')
}

function assignment(text: string): string | undefined {
  const [, key, value] = ASSIGN.exec(text) ?? []
  if (key === undefined || value === undefined || !isPropertyKey(key)) return undefined
  return `SET ${quote(propertyName(key))} = ${quote(unquote(value.trim()))}`
}

function reset(text: string): string | undefined {
  const key = RESET.exec(text)?.[1]
  return key !== undefined && isPropertyKey(key) ? `RESET ${quote(propertyName(key))}` : undefined
}

function isPropertyKey(key: string): boolean {
  return key.includes('.') || key.includes(':')
}

/** Users of engines that want quotes write them; a value that is one quoted text means the text. */
function unquote(value: string): string {
  const quoted = /^'((?:[^']|'')*)'$/s.exec(value)?.[1]
  return quoted === undefined ? value : quoted.replaceAll("''", "'")
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
