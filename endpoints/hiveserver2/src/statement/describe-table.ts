import { type Principal, type SessionHandle, type SqlGatewayService, type StatementOutcome, textOutcome } from '@sql-gateway/gateway-common'
import { hiveTypeText } from '../metadata/hive-type-text.js'
import { DEFAULT_DATABASE, engineDefault, findDatabase, isDefaultDatabase } from '../session/open-session.js'

/**
 * Answers DESCRIBE of a table as Hive does: a row a column, with its name, its type in Hive's words, and its comment.
 *
 * @param path - the parts of the table's name, one to three
 * @throws {GatewayError} STATEMENT.NOT_FOUND
 */
export async function describeTable(
  service: SqlGatewayService,
  caller: Principal,
  session: SessionHandle,
  path: readonly string[],
): Promise<StatementOutcome> {
  const [table = '', database, catalog] = path.toReversed()
  const place = {
    catalog: catalog ?? (await service.getCurrentCatalog(caller, session)),
    database: await databaseOf(service, caller, session, database),
  }
  const { columns } = await service.getTable(caller, session, { ...place, table })
  return textOutcome(
    ['col_name', 'data_type', 'comment'],
    columns.map(({ column, type, comment }) => [column, hiveTypeText(type), comment ?? '']),
  )
}

async function databaseOf(
  service: SqlGatewayService,
  caller: Principal,
  session: SessionHandle,
  name: string | undefined,
): Promise<string> {
  if (name === undefined) return service.getCurrentDatabase(caller, session)
  if (!isDefaultDatabase(name)) return name
  const existing = await findDatabase(service, caller, session, { catalog: undefined, database: DEFAULT_DATABASE })
  return existing?.database ?? (await engineDefault(service, caller, session)).database
}
