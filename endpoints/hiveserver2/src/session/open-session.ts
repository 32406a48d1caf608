import {
  ENGINE_PROPERTY,
  escapeLike,
  gatewayError,
  type Principal,
  type SessionEnvironment,
  type SessionHandle,
  type SqlGatewayService,
} from '@sql-gateway/gateway-common'

/** The database that Hive's clients name when their user names none. */
export const DEFAULT_DATABASE = 'default'

/**
 * Opens a session that stands in the database asked for. A database that does not exist is an error, as in Hive; but
 * `default` then means the engine's own default database, because clients name it where their user names none.
 *
 * @throws {GatewayError} STATEMENT.NOT_FOUND — there is no such database; and what openSession throws
 */
export async function openSessionIn(
  service: SqlGatewayService,
  environment: Omit<SessionEnvironment, 'defaultDatabase'>,
  database: string | undefined,
): Promise<SessionHandle> {
  const session = await service.openSession(environment)
  if (database === undefined) return session
  const { principal } = environment
  try {
    const found = await findDatabase(service, principal, session, { catalog: environment.defaultCatalog, database })
    if (found === undefined) {
      if (isDefaultDatabase(database)) return session
      throw gatewayError('STATEMENT.NOT_FOUND', `Database '${database}' not found.`)
    }
    // A session stands where it was opened; only now is it known under which name.
    const placed = await service.openSession({ ...environment, defaultCatalog: found.catalog, defaultDatabase: found.database })
    await closeQuietly(service, principal, session)
    return placed
  } catch (error) {
    await closeQuietly(service, principal, session)
    throw error
  }
}

/** Whether a name is Hive's for the default database. */
export function isDefaultDatabase(name: string): boolean {
  return name.toLowerCase() === DEFAULT_DATABASE
}

/** Where a database is, by its name in whatever case; in the current catalog before all others unless one is given. */
export async function findDatabase(
  service: SqlGatewayService,
  caller: Principal,
  session: SessionHandle,
  wanted: { readonly catalog: string | undefined; readonly database: string },
): Promise<{ readonly catalog: string; readonly database: string } | undefined> {
  const catalog = wanted.catalog ?? (await service.getCurrentCatalog(caller, session))
  const filter = { catalog: escapeLike(catalog), database: escapeLike(wanted.database) }
  const found = await service.listDatabases(caller, session, filter)
  return found.find(({ database }) => database === wanted.database) ?? found[0]
}

/** Where a new session on the same engine stands. */
export async function engineDefault(
  service: SqlGatewayService,
  caller: Principal,
  session: SessionHandle,
): Promise<{ readonly catalog: string; readonly database: string }> {
  const [engine, endpointVersion] = await Promise.all([
    service.getSessionEngine(caller, session),
    service.getSessionEndpointVersion(caller, session),
  ])
  const properties = new Map([[ENGINE_PROPERTY, engine.name]])
  const probe = await service.openSession({ principal: caller, endpointVersion, properties })
  try {
    const [catalog, database] = await Promise.all([service.getCurrentCatalog(caller, probe), service.getCurrentDatabase(caller, probe)])
    return { catalog, database }
  } finally {
    await closeQuietly(service, caller, probe)
  }
}

async function closeQuietly(service: SqlGatewayService, principal: Principal, session: SessionHandle): Promise<void> {
  // It may be gone already: idle for too long, or ended by an operator.
  await service.closeSession(principal, session).catch(() => undefined)
}
