import type { DuckDBPreparedStatement } from '@duckdb/node-api'
import { batchOutcome, type ResultSchema, type StatementOutcome } from '@sql-gateway/gateway-common'
import { readerOf } from '../vector/column-reader.js'
import type { ColumnOpener } from '../vector/raw-vector.js'
import { type ChunkReading, readChunk } from './read-chunks.js'
import { callEngine, type StatementChannel } from './start-statement.js'

/**
 * Runs the constant queries of a connection. The one that ran last stays prepared, since it is mostly the next one, too;
 * and as there is no more than a row, it is computed whole by one call into the driver instead of three.
 */
export interface ConstantQueries {
  /**
   * Runs a query for which isConstantQuery holds; its row is there when this resolves.
   *
   * @throws the driver's error
   * @throws {GatewayError} OPERATION.CANCELED
   */
  run(channel: StatementChannel, sql: string): Promise<StatementOutcome>
  /** Lets go of what is prepared, as it must be before the connection is closed. */
  close(): void
}

interface Prepared {
  readonly sql: string
  readonly statement: DuckDBPreparedStatement
  readonly schema: ResultSchema
  readonly openers: readonly ColumnOpener[]
}

/** Makes the constant queries of a connection. */
export function createConstantQueries(reading: ChunkReading): ConstantQueries {
  let last: Prepared | undefined

  function close(): void {
    last?.statement.destroySync()
    last = undefined
  }

  async function prepare(channel: StatementChannel, sql: string): Promise<Prepared> {
    if (last?.sql === sql) return last
    const statement = await callEngine(channel, 'brief', () => channel.native.prepare(sql))
    close()
    const columns = Array.from({ length: statement.columnCount }, (_, i) => {
      const name = statement.columnName(i)
      return { name, ...readerOf(statement.columnType(i), name) }
    })
    const schema = { columns: columns.map(({ name, type }) => ({ name, type })) }
    last = { sql, statement, schema, openers: columns.map(({ open }) => open) }
    return last
  }

  return {
    run: async (channel, sql) => {
      const { statement, schema, openers } = await prepare(channel, sql)
      const result = await callEngine(channel, 'brief', () => statement.run())
      const [batch = { rowCount: 0, columns: [] }] = await readChunk(result.getChunk(0), openers, reading)
      return { ...batchOutcome(schema, batch), isQueryResult: true }
    },
    close,
  }
}
