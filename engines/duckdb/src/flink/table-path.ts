import { escapeLike, gatewayError, type TableInfo } from '@sql-gateway/gateway-common'
import { TABLE_KINDS } from '../catalog/catalog-queries.js'
import { sameName } from '../database/names.js'
import type { FlinkScope } from './flink-scope.js'
import type { NamePath } from './flink-statement.js'

/**
 * Finds the table that a name means: with one part a temporary one first, then one of the current database; with two
 * parts one of a database of the current catalog, or the default one of another catalog.
 *
 * @throws {GatewayError} STATEMENT.NOT_FOUND
 */
export async function resolveTable(
  { catalog, catalogs, state }: Pick<FlinkScope, 'catalog' | 'catalogs' | 'state'>,
  path: NamePath,
): Promise<TableInfo> {
  const table = path.at(-1) as string
  const found = await catalog.listTables({ table: escapeLike(table), kinds: TABLE_KINDS })
  for (const [catalogName, database] of places(path)) {
    const match = found.find((one) => sameName(one.catalog, catalogName) && sameName(one.database, database))
    if (match !== undefined) return match
  }
  throw gatewayError('STATEMENT.NOT_FOUND', `There is no table '${path.join('.')}'.`)

  function places(parts: NamePath): readonly (readonly [string, string])[] {
    const [first, second] = parts as readonly [string, string?]
    if (parts.length === 3) return [[first, second as string]]
    const here = state.place
    if (parts.length === 2)
      return [
        [here.catalog, first],
        ['system', first],
        [first, catalogs.defaultDatabaseOf(first)],
        [first, 'main'],
      ]
    return [
      ['temp', 'main'],
      [here.catalog, here.database],
      [here.catalog, 'main'],
      ['system', 'main'],
    ]
  }
}
