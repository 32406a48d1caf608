import { gatewayError } from '@sql-gateway/gateway-common'
import { noDatabase } from '../flink/run-places.js'
import type { ParsedStatement } from '../statement/parse-statement.js'
import { fileTarget, guardStatement } from '../statement/statement-guard.js'
import type { SessionHost } from './session-host.js'
import type { SessionState } from './session-state.js'

/** Statements that work although the session stands in a database that is gone. */
const WORKS_ANYWHERE = ['USE', 'SET', 'RESET', 'SHOW CATALOGS', 'SHOW DATABASES', 'SHOW CURRENT', 'CREATE DATABASE', 'CREATE CATALOG']

/**
 * Refuses a statement that may not run here and now.
 *
 * @throws {GatewayError} STATEMENT.FORBIDDEN — it would harm other sessions or the gateway
 * @throws {GatewayError} STATEMENT.NOT_FOUND — the session stands in a database that is gone
 * @throws {GatewayError} STATEMENT.INVALID — it detaches a catalog that a session uses
 */
export async function checkStatement(
  { catalogs, files, database }: SessionHost,
  { missing }: SessionState,
  parsed: ParsedStatement,
): Promise<void> {
  if (missing !== undefined && !WORKS_ANYWHERE.includes(parsed.kind)) throw noDatabase(missing.catalog, missing.database)
  guardStatement(parsed, database.isRestricted)
  const target = fileTarget(parsed)
  if (target !== undefined && (await (target.isAttached ? files.isPrivate(target.path) : files.isInTheWay(target.path)))) {
    throw gatewayError(
      'STATEMENT.FORBIDDEN',
      `Writing to '${target.path}' is not allowed: a database or a folder of the engine's own is there.`,
    )
  }
  if (parsed.kind === 'DETACH') {
    const name = parsed.tokens.at(-1)
    await catalogs.assertUnused(name?.kind === 'name' ? name.value : (name?.raw ?? ''))
  }
}
