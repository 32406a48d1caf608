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

/**
 * Flink and Java also write zones as offsets: `+02:00`, `GMT+8`, `Z`. DuckDB knows whole hours, as Etc/GMT-8, where the
 * sign is the other way round; of `UTC+05:30` it would drop the minutes without a word.
 *
 * @throws {GatewayError} CONFIG.INVALID_VALUE — an offset that is not of whole hours
 */
function engineZone(zone: string): string {
  if (zone === 'Z') return 'UTC'
  const offset = /^(?:GMT|UTC|UT)?([+-])(\d{1,2})(?::?(\d{2}))?$/.exec(zone)
  if (offset === null) return zone
  const [, sign, hours, minutes = '00'] = offset
  if (minutes !== '00') {
    throw gatewayError(
      'CONFIG.INVALID_VALUE',
      `The time zone '${zone}' is no offset of whole hours, and DuckDB has no others; use a name such as Asia/Kolkata.`,
    )
  }
  return Number(hours) === 0 ? 'UTC' : `Etc/GMT${sign === '+' ? '-' : '+'}${Number(hours)}`
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
