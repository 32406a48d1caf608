import { type GatewayError, gatewayError, isGatewayError, okOutcome, type StatementOutcome, textOutcome } from '@sql-gateway/gateway-common'
import { quotePath } from '../quote.js'
import { applyTimeZone, setTimeZone, TIME_ZONE_PROPERTY } from '../session/time-zone.js'
import { engineText } from '../statement/engine-text.js'
import type { FlinkScope } from './flink-scope.js'
import type { SessionSetting } from './flink-statement.js'

/** SET without a key. */
export function listProperties({ context }: FlinkScope): StatementOutcome {
  const rows = [...context.properties].sort(([a], [b]) => (a < b ? -1 : 1))
  return textOutcome(['key', 'value'], rows)
}

/** Values of the properties that Flink's clients read, which end when they meet others. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  'execution.runtime-mode': ['streaming', 'batch', 'automatic'],
  'sql-client.execution.result-mode': ['table', 'changelog', 'tableau'],
  'sql-client.verbose': ['true', 'false'],
  'table.dml-sync': ['true', 'false'],
  'table.sql-dialect': ['default', 'hive'],
}

/** In Flink's words first, for which people look. */
function refusedValue(key: string, value: string, reason: string, cause?: unknown): GatewayError {
  return gatewayError('CONFIG.INVALID_VALUE', `Failed to set key ${key} with value ${value}. ${reason}`, { cause })
}

function checkValue(key: string, value: string): void {
  const valid = Object.hasOwn(VALUES, key) ? VALUES[key] : undefined
  if (valid === undefined || valid.includes(value.toLowerCase())) return
  throw refusedValue(key, value, `Valid are ${valid.join(', ')}.`)
}

/**
 * SET 'key' = 'value'. The service keeps the properties; only the time zone means something to DuckDB.
 *
 * @see Apache Flink, `SessionContext.set`
 */
export async function setProperty(scope: FlinkScope, key: string, value: string): Promise<StatementOutcome> {
  checkValue(key, value)
  if (key === TIME_ZONE_PROPERTY) {
    await applyTimeZone(scope.query, scope.state, new Map([[key, value]]), scope.machineZone).catch((error: unknown) => {
      if (!isGatewayError(error) || error.code !== 'CONFIG.INVALID_VALUE') throw error
      throw refusedValue(key, value, error.publicMessage, error)
    })
  }
  return okOutcome({ configChanges: [{ change: 'set', key, value }] })
}

/** RESET 'key'. What the time zone goes back to shows with the next statement. */
export function resetProperty(key: string): StatementOutcome {
  return okOutcome({ configChanges: [{ change: 'reset', key }] })
}

/** RESET. */
export function resetAll(): StatementOutcome {
  return okOutcome({ configChanges: [{ change: 'reset-all' }] })
}

/** Whether names without a schema are looked for in more than one place. */
async function notePaths({ query, state }: FlinkScope): Promise<void> {
  const [[path] = []] = await query("SELECT current_setting('search_path')")
  if (path?.includes(',')) state.pins.add('a search path')
  else state.pins.delete('a search path')
}

/** DuckDB's SET of a setting of the session. */
export async function setSetting(scope: FlinkScope, name: SessionSetting): Promise<StatementOutcome> {
  const { statement, state, query } = scope
  const { sql } = engineText(statement, statement.start, '')
  if (name !== 'timezone') {
    await query(sql)
    await scope.refreshPlace()
    await notePaths(scope)
    return okOutcome()
  }
  await setTimeZone(query, sql)
  const [[zone] = []] = await query("SELECT current_setting('TimeZone')")
  state.timeZone = zone ?? state.timeZone
  return okOutcome({ configChanges: [{ change: 'set', key: TIME_ZONE_PROPERTY, value: state.timeZone }] })
}

/** DuckDB's RESET of a setting of the session; DuckDB itself would leave it without a database. */
export async function resetSetting({ query, state, catalogs }: FlinkScope, name: SessionSetting): Promise<StatementOutcome> {
  if (name === 'timezone') return okOutcome({ configChanges: [{ change: 'reset', key: TIME_ZONE_PROPERTY }] })
  const { catalog } = state.place
  const database = catalogs.defaultDatabaseOf(catalog)
  await query(`USE ${quotePath(catalog, database)}`)
  state.place = { catalog, database }
  state.pins.delete('a search path')
  return okOutcome()
}
