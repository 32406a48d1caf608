import { gatewayError, okOutcome, type StatementOutcome } from '@sql-gateway/gateway-common'
import { nameCondition } from '../catalog/name-pattern.js'
import { sameName } from '../database/names.js'
import { quotePath } from '../quote.js'
import { notePins } from '../session/session-pins.js'
import type { FlinkScope } from './flink-scope.js'
import type { FlinkStatement, NamePath } from './flink-statement.js'

/** Where DuckDB keeps what is temporary, whatever database the session stands in. */
const TEMPORARY = ['temp', 'main'] as const

const LISTS = {
  TABLE: { list: 'duckdb_tables()', column: 'table_name' },
  VIEW: { list: 'duckdb_views()', column: 'view_name' },
  FUNCTION: { list: 'duckdb_functions()', column: 'function_name' },
}

/** Whether the parts before the name lead to temporary objects: DuckDB's own place of them, or where the session stands. */
function isInReach({ state }: FlinkScope, path: NamePath): boolean {
  const [database, catalog] = path.slice(0, -1).reverse()
  const { place } = state
  const among = (name: string | undefined, ...names: readonly string[]) => name === undefined || names.some((one) => sameName(one, name))
  return among(database, ...TEMPORARY, place.database) && among(catalog, 'temp', place.catalog)
}

/** DROP TEMPORARY TABLE, VIEW, FUNCTION: never drops a lasting one of the same name. */
export async function dropTemporary(
  scope: FlinkScope,
  { what, path, ifExists }: Extract<FlinkStatement, { readonly is: 'drop temporary' }>,
): Promise<StatementOutcome> {
  const name = path.at(-1) as string
  const { list, column } = LISTS[what]
  const found = isInReach(scope, path)
    ? await scope.query(`SELECT ${column} FROM ${list} WHERE database_name = 'temp' AND ${nameCondition(column, name)} LIMIT 1`)
    : []
  if (found.length > 0) {
    await scope.query(`DROP ${what} ${quotePath(...TEMPORARY, name)}`)
    await notePins(scope.query, scope.state, scope.statement)
  } else if (!ifExists) {
    throw gatewayError('STATEMENT.NOT_FOUND', `Temporary ${what.toLowerCase()} with identifier '${path.join('.')}' does not exist.`)
  }
  return okOutcome()
}
