import { resolve } from 'node:path'
import { gatewayError } from '@sql-gateway/gateway-common'
import { quoteName, quoteText } from '../quote.js'
import type { CatalogDefinition } from './catalog-store.js'
import { MAIN_DATABASE } from './names.js'

const KEYS = ['type', 'path', 'read-only', 'default-database']
const TYPES = ['duckdb', 'memory', 'generic_in_memory']

function invalid(text: string) {
  return gatewayError('STATEMENT.INVALID', text)
}

/**
 * Checks what CREATE CATALOG … WITH says.
 *
 * @throws {GatewayError} STATEMENT.INVALID — a key or value that is not valid; the text says what is
 */
export function checkDefinition({ name, options }: CatalogDefinition): void {
  for (const key of Object.keys(options)) {
    if (!KEYS.includes(key)) throw invalid(`CREATE CATALOG ${name} has the unknown option '${key}'; known are ${KEYS.join(', ')}.`)
  }
  const { type, path } = options
  if (type === undefined || !TYPES.includes(type)) {
    throw invalid(
      `CREATE CATALOG ${name} needs the option 'type' with one of ${TYPES.join(', ')}${type === undefined ? '' : `, not '${type}'`}.`,
    )
  }
  if ((type === 'duckdb') !== (path !== undefined)) {
    throw invalid(
      type === 'duckdb'
        ? `CREATE CATALOG ${name} of type duckdb needs the option 'path'.`
        : `CREATE CATALOG ${name} of type ${type} has no 'path'.`,
    )
  }
  if (!['true', 'false', undefined].includes(options['read-only']))
    throw invalid(`The option 'read-only' of CREATE CATALOG ${name} must be true or false.`)
}

/** The database in which a session stands after USE CATALOG. */
export function defaultDatabaseOf({ options }: CatalogDefinition): string {
  return options['default-database'] ?? (options['type'] === 'generic_in_memory' ? 'default' : MAIN_DATABASE)
}

/** The statements that bring a catalog into DuckDB. Relative paths are taken from a folder. */
export function attachSql(definition: CatalogDefinition, filesDirectory: string): readonly string[] {
  const { name, options } = definition
  const file = options['path'] === undefined ? ':memory:' : resolve(filesDirectory, options['path'])
  const mode = options['read-only'] === 'true' ? ' (READ_ONLY)' : ''
  const attach = `ATTACH ${quoteText(file)} AS ${quoteName(name)}${mode}`
  const database = defaultDatabaseOf(definition)
  if (database === MAIN_DATABASE || mode !== '') return [attach]
  return [attach, `CREATE SCHEMA IF NOT EXISTS ${quoteName(name)}.${quoteName(database)}`]
}

/** The statement that would create a catalog anew. */
export function createCatalogSql({ name, options }: CatalogDefinition): string {
  const lines = Object.entries(options).map(([key, value]) => `  ${quoteText(key)} = ${quoteText(value)}`)
  return `CREATE CATALOG ${quoteName(name)} WITH (\n${lines.join(',\n')}\n)`
}
