import { resolve } from 'node:path'
import { createClients } from '../client/client-pool.js'
import { median } from '../client/load.js'
import type { RowFormat } from '../client/rest-client.js'
import { startGateway } from '../process/gateway.js'
import { promptTime } from '../process/prompt-time.js'
import { timeCommand } from '../process/timed-command.js'
import { figure, milliseconds, percentages, verdict } from './figures.js'
import type { BenchScale, Measurement, ResultTable } from './measurement.js'

/** The launcher of the client. */
export const CLIENT = resolve(import.meta.dirname, '../../../bin/sql-client.sh')

const DUCKDB_ONCE = resolve(import.meta.dirname, '../baseline/duckdb-once.js')
const QUERY = 'SELECT 1'
const TARGET_MS = 1_000
/** Each writes hundreds of megabytes in every format. */
const LONG_ROUNDS = 3

/** The formats, with the row format that the client asks the gateway for and how near to the speed of the fetch it is to come. */
const FORMATS: readonly { readonly format: string; readonly rowFormat: RowFormat; readonly target: number }[] = [
  { format: 'csv', rowFormat: 'PLAIN_TEXT', target: 0.9 },
  { format: 'tsv', rowFormat: 'PLAIN_TEXT', target: 0.9 },
  { format: 'jsonl', rowFormat: 'JSON', target: 0.9 },
  { format: 'table', rowFormat: 'PLAIN_TEXT', target: 0.6 },
]

/** The SQL client: how soon it answers, and how many rows it writes. */
export const sqlClient: Measurement = {
  name: 'sql-client',
  title: 'The SQL client',
  async run(scale) {
    await using servers = new AsyncDisposableStack()
    const gateway = servers.adopt(await startGateway(), (it) => it.stop())
    return [await firstAnswer(gateway.url, scale), await manyRows(gateway.url, scale)]
  },
}

async function firstAnswer(url: string, { starts }: BenchScale): Promise<ResultTable> {
  const ways: Readonly<Record<string, () => Promise<number>>> = {
    'to the prompt, gateway inside': () => promptTime({ program: CLIENT, words: ['--history', '/dev/null'] }),
    '`-c "SELECT 1"`, gateway inside': () => timeCommand({ program: CLIENT, words: ['-c', QUERY] }),
    '`-c "SELECT 1"` at a gateway that runs': () => timeCommand({ program: CLIENT, words: ['-e', url, '-c', QUERY] }),
    'a program of ten lines on `@duckdb/node-api`': () => timeCommand({ program: process.execPath, words: [DUCKDB_ONCE, QUERY] }),
  }
  const times = new Map<string, number[]>(Object.keys(ways).map((way) => [way, []]))
  for (let round = 0; round < starts; round++) {
    for (const [way, measure] of Object.entries(ways)) times.get(way)?.push(await measure())
  }
  return {
    columns: ['from start', 'median', 'range', 'target'],
    rows: [...times].map(([way, ms], index) => [
      way,
      milliseconds(median(ms)),
      `${milliseconds(Math.min(...ms))} to ${milliseconds(Math.max(...ms))}`,
      index < 2 ? verdict(median(ms) < TARGET_MS, '< 1 s') : '',
    ]),
    note: `Processes from their start to their end, or to the first prompt on a pseudo-terminal, in turn, ${starts} rounds; the database is in memory.`,
  }
}

/** The client writes to /dev/null what the bench's own client only counts, in the same row format: the speed of the fetch. */
async function manyRows(url: string, { bigRows, rounds: mostRounds }: BenchScale): Promise<ResultTable> {
  const rounds = Math.min(mostRounds, LONG_ROUNDS)
  const query = `SELECT i, i * 7 AS j, 'text ' || i AS t, CASE WHEN i % 3 > 0 THEN i END AS n FROM range(${bigRows}) AS numbers(i)`
  const [counter] = await createClients(url, 1)
  const session = (await counter?.openSession()) ?? ''
  const fetches: Readonly<Record<RowFormat, number[]>> = { JSON: [], PLAIN_TEXT: [] }
  const writes = new Map<string, number[]>(FORMATS.map(({ format }) => [format, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [rowFormat, rates] of Object.entries(fetches)) {
      const startedAt = performance.now()
      await counter?.runStatement(session, query, rowFormat as RowFormat)
      rates.push(bigRows / (performance.now() - startedAt))
    }
    for (const { format } of FORMATS) {
      writes.get(format)?.push(bigRows / (await timeCommand({ program: CLIENT, words: ['-e', url, '-o', format, '-c', query] })))
    }
  }
  counter?.close()
  return {
    columns: ['output', 'rows written', 'rows fetched and only counted', 'ratio', 'target'],
    rows: FORMATS.map(({ format, rowFormat, target }) => {
      const [rates, counted] = [writes.get(format) ?? [], fetches[rowFormat]]
      const ratios = rates.map((rate, round) => rate / (counted[round] ?? Number.NaN))
      return [
        `\`-o ${format}\``,
        `${figure(median(rates) * 1_000)} rows/s`,
        `${figure(median(counted) * 1_000)} rows/s`,
        percentages(ratios),
        verdict(median(ratios) >= target, `≥ ${target * 100} %`),
      ]
    }),
    note: `${figure(bigRows)} rows of 4 columns (two integers, text, an integer with NULLs) to /dev/null, the client's start included, beside a client that reads the same pages one after the other and counts their rows, ${rounds} rounds in turn.`,
  }
}
