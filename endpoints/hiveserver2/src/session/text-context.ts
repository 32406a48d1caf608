import type { Principal, ResultSchema, SessionHandle, SqlGatewayService } from '@sql-gateway/gateway-common'
import { VERSION, type WireVersion } from '../mapping/protocol-version.js'
import { isInstant, PLAIN_TEXT, type TextContext } from '../text/scalar-text.js'
import { UTC, type ZoneOffsets, zoneOffsets } from '../text/zone-offsets.js'

/** The properties that name a session's time zone: Hive's own, Flink's, and DuckDB's. */
const ZONE_PROPERTIES: ReadonlySet<string> = new Set(['hive.local.time.zone', 'table.local-time-zone', 'timezone'])
const MAX_ZONES = 64
const zones = new Map<string, ZoneOffsets | undefined>()

/** How a session's client wants values written. The properties are only asked for where a column needs them. */
export async function textContextFor(
  service: SqlGatewayService,
  caller: Principal,
  session: SessionHandle,
  schema: ResultSchema,
  version: WireVersion,
): Promise<TextContext> {
  if (!schema.columns.some(({ type }) => isInstant(type))) return PLAIN_TEXT
  const zone = zoneOf(await service.getSessionConfig(caller, session))
  return { zone, showsZone: version >= VERSION.V11 }
}

function zoneOf(properties: ReadonlyMap<string, string>): ZoneOffsets {
  for (const [key, value] of properties) {
    if (!ZONE_PROPERTIES.has(key.toLowerCase())) continue
    const zone = knownZone(value)
    if (zone !== undefined) return zone
  }
  return UTC
}

/** A zone keeps what it learned of its offsets, so it is shared by all sessions. */
function knownZone(name: string): ZoneOffsets | undefined {
  if (!zones.has(name)) {
    if (zones.size >= MAX_ZONES) zones.clear()
    zones.set(name, zoneOffsets(name))
  }
  return zones.get(name)
}
