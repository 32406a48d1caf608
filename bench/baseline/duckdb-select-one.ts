/**
 * Runs a short statement over and over in an embedded DuckDB, with no server between: prepared, streamed and read to its end.
 * Arguments: the statement, how often, on how many connections. Prints one line `{"perSecond":…}`.
 */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { runLoad } from '../client/load.js'

async function runStatement(connection: DuckDBConnection, statement: string): Promise<void> {
  const prepared = await connection.prepare(statement)
  const result = await prepared.stream()
  let chunk = await result.fetchChunk()
  while (chunk !== null && chunk.rowCount > 0) {
    chunk.getColumnVector(0).getItem(0)
    chunk = await result.fetchChunk()
  }
  prepared.destroySync()
}

const [statement = '', jobs = '', count = ''] = process.argv.slice(2)
const instance = await DuckDBInstance.create()
const connections = await Promise.all(Array.from({ length: Number(count) }, () => instance.connect()))
const load = (times: number) =>
  runLoad(times, connections.length, async (index) => {
    const connection = connections[index]
    if (connection !== undefined) await runStatement(connection, statement)
  })
await load(Math.min(Number(jobs), 1000))
const { perSecond } = await load(Number(jobs))
process.stdout.write(`${JSON.stringify({ perSecond })}\n`)
