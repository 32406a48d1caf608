import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { SYSTEM_CLOCK } from '@sql-gateway/gateway-common'
import { createCallGate } from '../src/database/call-gate.js'
import { startStatement } from '../src/result/start-statement.js'
import { createStreamingBuffer, LEAST_BUFFER_BYTES } from '../src/result/streaming-buffer.js'
import { codeOf } from './support/engine-under-test.js'

describe('engines/duckdb/src/result/start-statement', () => {
  let instance: DuckDBInstance

  beforeAll(async () => {
    instance = await DuckDBInstance.create(':memory:')
  })
  afterAll(() => instance.closeSync())

  /** Starts a statement of so many columns, perhaps to be stopped in a turn of the event loop. */
  async function start(columnCount: number, stopIn?: number): Promise<{ columns: number; turns: number }> {
    const native = await instance.connect()
    const sql = `SELECT ${Array.from({ length: columnCount }, (_, i) => `${i} AS c${i}`).join(', ')}`
    const stopping = new AbortController()
    let turns = 0
    const channel = {
      native,
      gate: createCallGate({ calls: 1, young: 1 }, SYSTEM_CLOCK),
      clock: SYSTEM_CLOCK,
      signal: stopping.signal,
      buffer: createStreamingBuffer(native),
      loop: {
        run: async <T>(work: () => T) => {
          turns++
          if (turns === stopIn) stopping.abort()
          return work()
        },
      },
    }
    const source = { text: sql, start: 0, end: sql.length, prefix: '' }
    const statement = { sql, source, kind: 'SELECT', isPlainQuery: true, bufferBytes: LEAST_BUFFER_BYTES }
    try {
      const { schema } = await startStatement(channel, statement, () => undefined)
      return { columns: schema.columns.length, turns }
    } finally {
      native.closeSync()
    }
  }

  test('a statement of few columns looks at them in one turn', async () => {
    expect(await start(100)).toEqual({ columns: 100, turns: 1 })
  })

  test('a statement of very many columns looks at them in many turns', async () => {
    const { columns, turns } = await start(2000)
    expect(columns).toBe(2000)
    expect(turns).toBeGreaterThan(100)
  })

  test('a statement of very many columns stops while it looks at them', async () => {
    expect(await codeOf(start(2000, 50))).toBe('OPERATION.CANCELED')
  })
})
