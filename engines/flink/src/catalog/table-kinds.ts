import { type DatabasePath, isGatewayError, type TableKind, type TablePath } from '@sql-gateway/gateway-common'
import { quotePath } from '../statement/quote.js'

/** Tells which tables of a database are views and which are materialized. */
export interface TableKinds {
  kindsOf(database: DatabasePath, tables: readonly string[]): Promise<ReadonlyMap<string, TableKind>>
}

/** What it is made of. */
export interface TableKindsInit {
  /** The names that a statement answers with. */
  readonly names: (sql: string) => Promise<readonly string[]>
  /** Does work for each item, some at a time. */
  readonly each: <T, R>(items: readonly T[], work: (item: T) => Promise<R>) => Promise<readonly R[]>
  /** Keeps what Flink cannot tell of a part from keeping back the rest. */
  readonly orNothing: <T>(work: Promise<readonly T[]>) => Promise<readonly T[]>
}

/**
 * Makes it. `SHOW TABLES` names views and materialized tables, too. Flink before 2.0 shows the views of no other database than the
 * current one: there each table is asked for how it was created, which only a view answers as one.
 */
export function createTableKinds({ names, each, orNothing }: TableKindsInit): TableKinds {
  async function viewsOf(database: DatabasePath, tables: readonly string[]): Promise<readonly string[]> {
    try {
      return await names(`SHOW VIEWS FROM ${quotePath(database.catalog, database.database)}`)
    } catch (error) {
      if (!isGatewayError(error) || error.code !== 'STATEMENT.SYNTAX') throw error
      const found = await each(tables, (table) => orNothing(viewName({ ...database, table })))
      return found.flat()
    }
  }

  async function viewName({ catalog, database, table }: TablePath): Promise<readonly string[]> {
    await names(`SHOW CREATE VIEW ${quotePath(catalog, database, table)}`)
    return [table]
  }

  return {
    kindsOf: async (database, tables) => {
      const [views, materialized] = await Promise.all([
        orNothing(viewsOf(database, tables)),
        orNothing(names(`SHOW MATERIALIZED TABLES FROM ${quotePath(database.catalog, database.database)}`)),
      ])
      const kinds = [...views.map((name) => [name, 'VIEW'] as const), ...materialized.map((name) => [name, 'MATERIALIZED_TABLE'] as const)]
      return new Map<string, TableKind>([...tables.map((name) => [name, 'TABLE'] as const), ...kinds])
    },
  }
}
