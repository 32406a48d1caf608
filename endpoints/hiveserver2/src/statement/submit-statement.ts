import {
  type ExecuteOptions,
  gatewayError,
  type OperationHandle,
  type SessionHandle,
  type StatementOutcome,
  textOutcome,
} from '@sql-gateway/gateway-common'
import type { Caller } from '../rpc/caller.js'
import type { Gateway } from '../rpc/gateway.js'
import { DEFAULT_DATABASE, engineDefault, findDatabase } from '../session/open-session.js'
import { propertyName } from '../session/session-options.js'
import { rewriteBackslashQuotes } from './backslash-quotes.js'
import { describeTable } from './describe-table.js'
import { readHiveStatement } from './hive-statement.js'

/**
 * Submits a statement, or what stands in for it where it is a habit of Hive's clients.
 *
 * @throws {GatewayError} what executeStatement throws
 */
export async function submitStatement(
  { service, settings }: Gateway,
  { principal }: Caller,
  session: SessionHandle,
  statement: string,
  options: ExecuteOptions,
): Promise<OperationHandle> {
  const special = readHiveStatement(statement)

  const answer = (execute: () => Promise<StatementOutcome>): Promise<OperationHandle> =>
    service.submitOperation(principal, session, { type: 'EXECUTE_STATEMENT', description: statement, hasResultSet: true, execute })

  switch (special.kind) {
    case 'plain':
      return service.executeStatement(principal, session, standardText(special.statement), options)
    case 'show-properties':
      return answer(async () => {
        const properties = await service.getSessionConfig(principal, session)
        const lines = [...properties].map(([key, value]) => `${key}=${value}`).sort()
        return setOutcome(lines)
      })
    case 'show-property':
      return answer(async () => {
        const key = propertyName(special.key)
        const value = (await service.getSessionConfig(principal, session)).get(key)
        return setOutcome([value === undefined ? `${special.key} is undefined` : `${special.key}=${value}`])
      })
    case 'describe':
      return answer(() => describeTable(service, principal, session, special.path))
    case 'current-database':
      return answer(async () => textOutcome(['current_database()'], [[await service.getCurrentDatabase(principal, session)]]))
    case 'use-default':
      return service.executeStatement(principal, session, await useDefault(), options)
    default:
      return special satisfies never
  }

  function standardText(text: string): string {
    return settings.rewritesBackslashQuotes ? rewriteBackslashQuotes(text) : text
  }

  async function useDefault(): Promise<string> {
    const existing = await findDatabase(service, principal, session, { catalog: undefined, database: DEFAULT_DATABASE })
    if (existing !== undefined) return statement
    const [home, catalog] = await Promise.all([engineDefault(service, principal, session), service.getCurrentCatalog(principal, session)])
    const database = identifier(home.database)
    return home.catalog === catalog ? `USE ${database}` : `USE ${identifier(home.catalog)}.${database}`
  }
}

/** Hive's answer to SET: one column, one line a row. */
function setOutcome(lines: readonly string[]): StatementOutcome {
  return textOutcome(
    ['set'],
    lines.map((line) => [line]),
  )
}

function identifier(name: string): string {
  if (/^[A-Za-z_]\w*$/.test(name)) return name
  if (name.includes('`')) throw gatewayError('STATEMENT.INVALID', `The default database has a name that cannot be written: ${name}.`)
  return `\`${name}\``
}
