/**
 * Reads every value of a query's columns from an embedded DuckDB, and does nothing with it.
 * Argument: the query. Prints one line `{"rows":…,"seconds":…}`.
 */
import { DuckDBInstance } from '@duckdb/node-api'

const [query = ''] = process.argv.slice(2)
const connection = await (await DuckDBInstance.create()).connect()
let rows = 0
let values = 0
const startedAt = performance.now()
for await (const chunk of await connection.stream(query)) {
  rows += chunk.rowCount
  for (let column = 0; column < chunk.columnCount; column++) {
    const vector = chunk.getColumnVector(column)
    for (let row = 0; row < chunk.rowCount; row++) if (vector.getItem(row) !== null) values++
  }
}
const seconds = (performance.now() - startedAt) / 1000
process.stdout.write(`${JSON.stringify({ rows, values, seconds })}\n`)
