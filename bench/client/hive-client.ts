import { BOOL, field, I32, I64, i32, i64, STRING, STRUCT, stop, text } from './hive-bytes.js'
import { openHiveChannel } from './hive-channel.js'
import { afterStatus, decodeColumns, rowCountIn } from './hive-columns.js'

/**
 * A session over binary Thrift with SASL PLAIN, written for measuring: it builds its few messages by hand, takes every
 * byte of every answer, and reads of it only how many rows there are.
 */
export interface HiveBenchClient {
  /** Runs a statement to its end and fetches its result to the end. */
  run(statement: string, maxRows?: number): Promise<HiveRun>
  /** Runs a statement and gives the values of the first page as texts, column after column. */
  firstPage(statement: string, maxRows: number): Promise<readonly (readonly (string | null)[])[]>
  close(): void
}

/** What a statement gave. */
export interface HiveRun {
  readonly rows: number
  readonly bytes: number
}

const V10 = 9

/** Connects, logs in and opens a session. */
export async function openHiveClient(port: number): Promise<HiveBenchClient> {
  const channel = await openHiveChannel(port)
  const opened = await channel.call('OpenSession', [field(I32, 1), i32(V10), stop])
  const session = handleIn(opened, 'OpenSession')

  async function execute(statement: string): Promise<readonly Buffer[]> {
    const request = [field(STRUCT, 1), session, field(STRING, 2), text(statement), field(BOOL, 4), Buffer.from([0]), stop]
    return [field(STRUCT, 1), handleIn(await channel.call('ExecuteStatement', request), 'ExecuteStatement')]
  }

  const fetchOf = (handle: readonly Buffer[], maxRows: number) => [...handle, field(I32, 2), i32(0), field(I64, 3), i64(maxRows), stop]

  return {
    run: async (statement, maxRows = 10_000) => {
      const handle = await execute(statement)
      const fetch = channel.message('FetchResults', fetchOf(handle, maxRows))
      let rows = 0
      let bytes = 0
      for (;;) {
        const { head, byteLength } = await channel.exchange(fetch)
        const count = rowCountIn(head)
        bytes += byteLength
        if (count === 0) break
        rows += count
      }
      await channel.call('CloseOperation', [...handle, stop])
      return { rows, bytes }
    },
    firstPage: async (statement, maxRows) => {
      const handle = await execute(statement)
      const columns = decodeColumns(await channel.call('FetchResults', fetchOf(handle, maxRows)))
      await channel.call('CloseOperation', [...handle, stop])
      return columns
    },
    close: () => channel.close(),
  }
}

/** Connects and logs in, without a session. */
export async function openIdleConnection(port: number): Promise<{ close(): void }> {
  return openHiveChannel(port)
}

/** The bytes of the handle in an answer, as they are to be sent again. */
function handleIn(answer: Buffer, method: string): Buffer {
  let at = afterStatus(answer, method)
  if (answer[at] === I32) at += 3 + 4
  const start = at + 3
  const identifierEnd = start + 3 + (3 + 4 + 16) * 2 + 1
  if (method === 'OpenSession') return answer.subarray(start, identifierEnd + 1)
  return answer.subarray(start, identifierEnd + (3 + 4) + (3 + 1) + 1)
}
