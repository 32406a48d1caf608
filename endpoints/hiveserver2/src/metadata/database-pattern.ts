import { escapeLike, type Principal, type SessionHandle, type SqlGatewayService } from '@sql-gateway/gateway-common'
import { DEFAULT_DATABASE, engineDefault, findDatabase, isDefaultDatabase } from '../session/open-session.js'
import type { NameReader } from './name-patterns.js'

/**
 * Reads which databases are meant. The name `default` means the engine's own default database where there is none of that
 * name: tools ask for the tables of the database that they connected to.
 */
export async function databasePattern(
  service: SqlGatewayService,
  caller: Principal,
  session: SessionHandle,
  pattern: string | null | undefined,
  read: NameReader,
): Promise<string | undefined> {
  if (pattern === null || pattern === undefined || !isDefaultDatabase(pattern)) return read(pattern)
  const existing = await findDatabase(service, caller, session, { catalog: undefined, database: DEFAULT_DATABASE })
  if (existing !== undefined) return escapeLike(existing.database)
  return escapeLike((await engineDefault(service, caller, session)).database)
}
