import { gatewayError, type SessionProperties } from '@sql-gateway/gateway-common'
import type { QueryTexts } from '../database/query-texts.js'
import { messageOf } from '../normalize-error.js'
import { quoteText } from '../quote.js'
import type { SessionState } from './session-state.js'

/**
 * The property that holds the session's time zone; DuckDB's TimeZone follows it, and it follows SET TimeZone.
 *
 * @see Apache Flink, `TableConfigOptions.LOCAL_TIME_ZONE`
 */
export const TIME_ZONE_PROPERTY = 'table.local-time-zone'

/** The value of the property that stands for the zone of the machine. */
const MACHINE_ZONE = 'default'

/** Flink also writes zones as GMT+8, DuckDB only as Etc/GMT-8, where the sign is the other way round. */
function engineZone(zone: string): string {
  const offset = /^(?:GMT|UTC)([+-])(\d{1,2})(?::?00)?$/.exec(zone)
  if (offset === null) return zone
  return `Etc/GMT${offset[1] === '+' ? '-' : '+'}${Number(offset[2])}`
}

/**
 * Tells DuckDB a time zone, if it is not the one that it has.
 *
 * @throws {GatewayError} CONFIG.INVALID_VALUE — there is no such zone
 */
export async function applyTimeZone(
  query: QueryTexts,
  state: SessionState,
  properties: SessionProperties,
  fallback: string,
): Promise<void> {
  const wanted = properties.get(TIME_ZONE_PROPERTY) ?? MACHINE_ZONE
  const zone = wanted === MACHINE_ZONE ? fallback : wanted
  if (zone === state.timeZone) return
  await setTimeZone(query, `SET TimeZone = ${quoteText(engineZone(zone))}`)
  state.timeZone = zone
}

/**
 * Runs a SET TimeZone.
 *
 * @throws {GatewayError} CONFIG.INVALID_VALUE — there is no such zone
 */
export async function setTimeZone(query: QueryTexts, sql: string): Promise<void> {
  try {
    await query(sql)
  } catch (error) {
    const zone = /Unknown TimeZone '([^']*)'/.exec(messageOf(error))?.[1]
    if (zone === undefined) throw error
    throw gatewayError('CONFIG.INVALID_VALUE', `There is no time zone '${zone}'; use a name such as Europe/Berlin, or UTC.`, {
      cause: error,
    })
  }
}
