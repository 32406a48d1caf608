import type { DuckDBConnection } from '@duckdb/node-api'
import duckdb from '@duckdb/node-bindings'
import { textsOf } from '@sql-gateway/gateway-common'
import { readVarchar } from '../vector/text-vectors.js'

/** Rows of nullable texts. */
export type TextRows = readonly (readonly (string | null)[])[]

/** Runs a query of the engine's own, all columns of which are VARCHAR. Several statements may stand before it. */
export type QueryTexts = (sql: string) => Promise<TextRows>

/** Runs such a query on a connection and reads all of its rows. */
export async function queryTexts(native: DuckDBConnection, sql: string): Promise<TextRows> {
  const result = await native.run(sql)
  const rows: (string | null)[][] = []
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const { rowCount, columnCount } = chunk
    const columns = Array.from({ length: columnCount }, (_, c) =>
      textsOf(readVarchar(duckdb.data_chunk_get_vector(chunk.chunk, c), rowCount)),
    )
    for (let r = 0; r < rowCount; r++) rows.push(columns.map((values) => values[r] ?? null))
  }
  return rows
}
