import type { SeekableResultSource } from '../../../src/engine/result-source.js'
import type { StatementOutcome } from '../../../src/engine/statement-outcome.js'
import { countRows, type RowBatch } from '../../../src/result/row-batch.js'
import { expectEqual, expectGatewayError, expectRejection, expectThat } from '../../conformance/expectations.js'
import { renderRows } from '../../render-rows.js'
import type { EngineCase } from '../engine-case.js'
import { readToEnd, readWhenReady } from '../engine-probe.js'

const MANY_ROWS = 20_000
const NO_ABORT = new AbortController().signal

/** Reading of results. */
export const FETCH_CASES: readonly EngineCase[] = [
  {
    id: 'fetch/in-order',
    fact: 'reads of a few rows give every row once, in order, and never more than asked for',
    check: async (probe) => {
      const outcome = await (await probe.open()).execute(probe.dialect.rows(100))
      const { rows } = await readToEnd(outcome, { maxRows: 7, maxBytes: 2 ** 20 })
      expectNumbers(rows, 1, 100)
      await outcome.rows.close()
    },
  },
  {
    id: 'fetch/many-rows',
    fact: `a result of ${MANY_ROWS} rows is complete and in order`,
    check: async (probe) => expectNumbers((await (await probe.open()).query(probe.dialect.rows(MANY_ROWS))).rows, 1, MANY_ROWS),
  },
  {
    id: 'fetch/one-row',
    fact: 'a result of one row ends after it',
    check: async (probe) => expectNumbers((await (await probe.open()).query(probe.dialect.rows(1))).rows, 1, 1),
  },
  {
    id: 'fetch/empty',
    fact: 'a query without rows has columns and ends at once',
    check: async (probe) => {
      const { schema, rows } = await (await probe.open()).query(probe.dialect.emptyQuery)
      expectThat(schema.columns.length > 0, `There is no column: ${probe.dialect.emptyQuery}`)
      expectEqual(rows.length, 0, `Rows of ${probe.dialect.emptyQuery}`)
    },
  },
  {
    id: 'fetch/max-bytes',
    fact: 'a limit of bytes cuts a read short, but never to nothing',
    check: async (probe) => {
      const outcome = await (await probe.open()).execute(probe.dialect.rows(MANY_ROWS))
      const page = await readWhenReady(outcome, 0, { maxRows: MANY_ROWS, maxBytes: 1 })
      const count = countRows(page.batches)
      expectThat(count >= 1, 'A read under a limit of one byte gave no row; it gives at least one.')
      expectThat(count < MANY_ROWS / 2, `A read under a limit of one byte gave ${count} of ${MANY_ROWS} rows.`)
      expectThat(!page.endOfData, 'A read under a limit of one byte told of the end.')
      await outcome.rows.close()
    },
  },
  {
    id: 'fetch/column-names',
    fact: 'columns keep their names, be they odd or the same',
    uses: ['columnNames'],
    check: async (probe) => {
      const names = ['same', 'same', 'two words', 'größe', '😀', 'rowid', "it's", 'SELECT']
      const { schema, rows } = await (await probe.open()).query(probe.part('columnNames')(names))
      expectEqual(
        schema.columns.map((column) => column.name),
        names,
        'Names of the columns',
      )
      expectEqual(rows.length, 1, 'Rows of the query')
    },
  },
  {
    id: 'fetch/from-anywhere',
    fact: 'a seekable result is read from any place any number of times',
    needs: 'SEEKABLE_RESULTS',
    check: async (probe) => {
      const outcome = await (await probe.open()).execute(probe.dialect.rows(3000))
      const source = seekable(outcome)
      for (const start of [2990, 0, 1499, 0, 2047, 2999, 5]) {
        const page = await readWhenReady(outcome, start, { maxRows: 10, maxBytes: 2 ** 20 })
        expectNumbers(rowsOf(outcome, page.batches), start + 1, Math.min(start + countRows(page.batches), 3000))
      }
      await source.close()
    },
    without: async (probe) => {
      const outcome = await (await probe.open()).execute(probe.dialect.rows(3000))
      expectEqual(outcome.rows.seekable, false, 'seekable of a result from an engine that lacks SEEKABLE_RESULTS')
      await outcome.rows.close()
    },
  },
  {
    id: 'fetch/past-the-end',
    fact: 'a read at or after the end of a seekable result gives no rows and the end',
    needs: 'SEEKABLE_RESULTS',
    check: async (probe) => {
      const outcome = await (await probe.open()).execute(probe.dialect.rows(10))
      const source = seekable(outcome)
      await readToEnd(outcome)
      for (const start of [10, 11, 1_000_000]) {
        await source.ready(start, NO_ABORT)
        expectEqual(
          await source.read(start, { maxRows: 5, maxBytes: 2 ** 20 }),
          { batches: [], endOfData: true },
          `A read of 10 rows at row ${start}`,
        )
      }
      await source.close()
    },
    without: async (probe) => {
      const outcome = await (await probe.open()).execute(probe.dialect.rows(10))
      await readToEnd(outcome)
      const again = await readWhenReady(outcome, 10)
      expectEqual(again, { batches: [], endOfData: true }, 'A read after the end')
      await outcome.rows.close()
    },
  },
  {
    id: 'fetch/ready-changes-nothing',
    fact: 'waiting for rows again and again loses none',
    check: async (probe) => {
      const outcome = await (await probe.open()).execute(probe.dialect.rows(20))
      const { rows: source } = outcome
      for (let i = 0; i < 3; i++) await (source.seekable ? source.ready(0, NO_ABORT) : source.ready(NO_ABORT))
      expectNumbers((await readToEnd(outcome)).rows, 1, 20)
      await source.close()
    },
  },
  {
    id: 'fetch/aborted-wait',
    fact: 'a wait that is given up loses no rows',
    check: async (probe) => {
      const outcome = await (await probe.open()).execute(probe.dialect.rows(20))
      const { rows: source } = outcome
      const abort = new AbortController()
      const wait = source.seekable ? source.ready(0, abort.signal) : source.ready(abort.signal)
      abort.abort()
      await Promise.allSettled([wait])
      expectNumbers((await readToEnd(outcome)).rows, 1, 20)
      await source.close()
    },
  },
  {
    id: 'fetch/after-close',
    fact: 'a closed result refuses reads and waits, and closing it again does nothing',
    check: async (probe) => {
      const { rows: source } = await (await probe.open()).execute(probe.dialect.rows(10))
      await source.close()
      await source.close()
      const limit = { maxRows: 1, maxBytes: 2 ** 20 }
      await expectGatewayError(source.seekable ? source.read(0, limit) : source.read(limit), undefined, 'A read of a closed result')
      await expectRejection(source.seekable ? source.ready(0, NO_ABORT) : source.ready(NO_ABORT), 'A wait on a closed result')
    },
  },
  {
    id: 'fetch/two-results',
    fact: "an open result is left alone by the session's next statement",
    check: async (probe) => {
      const session = await probe.open()
      const first = await session.execute(probe.dialect.rows(5000))
      await readWhenReady(first, 0, { maxRows: 1, maxBytes: 2 ** 20 })
      expectNumbers((await session.query(probe.dialect.rows(3))).rows, 1, 3)
      const rest = first.rows.seekable ? (await readToEnd(first)).rows.slice(1) : (await readToEnd(first)).rows
      expectNumbers(rest, 2, 5000)
      await first.rows.close()
    },
  },
  {
    id: 'fetch/late-failure',
    fact: 'a result that fails after its first rows throws, and never ends as if it were complete',
    uses: ['lateFailure'],
    check: async (probe) => {
      const { sql, code } = probe.part('lateFailure')
      const session = await probe.open()
      const outcome = await session.execute(sql)
      await expectGatewayError(readToEnd(outcome, { maxRows: 1000, maxBytes: 2 ** 20 }), [code], `Reading to the end of ${sql}`)
      const { rows: source } = outcome
      const limit = { maxRows: 1, maxBytes: 1 }
      await expectGatewayError(source.seekable ? source.read(0, limit) : source.read(limit), [code], 'A read after the failure')
      await source.close()
      expectNumbers((await session.query(probe.dialect.rows(2))).rows, 1, 2)
    },
  },
  {
    id: 'fetch/stream',
    fact: 'a result that never ends is read bit by bit and stops when it is closed',
    needs: 'STREAMING',
    check: async (probe) => {
      const { stream } = probe.dialect
      expectThat(stream !== undefined, 'The engine has STREAMING, but the dialect gives no stream.')
      const outcome = await (await probe.open()).execute(stream)
      for (let row = 0; row < 500; ) {
        const page = await readWhenReady(outcome, row, { maxRows: 100, maxBytes: 2 ** 20 })
        expectThat(!page.endOfData, `The stream ended after ${row + countRows(page.batches)} rows.`)
        row += countRows(page.batches)
      }
      await outcome.rows.close()
    },
    without: async (probe) => {
      const { batches } = await (await probe.open()).query(probe.dialect.rows(100))
      expectThat(
        batches.every((batch) => batch.rowKinds === undefined),
        'The engine lacks STREAMING, but gives row kinds.',
      )
    },
  },
]

function seekable(outcome: StatementOutcome): SeekableResultSource {
  expectThat(outcome.rows.seekable, 'The engine has SEEKABLE_RESULTS, but gave a result that is not seekable.')
  return outcome.rows
}

function rowsOf(outcome: StatementOutcome, batches: readonly RowBatch[]): readonly (readonly string[])[] {
  return renderRows(outcome.schema, batches)
}

/** Fails unless the first column holds the whole numbers from one to another. */
function expectNumbers(rows: readonly (readonly string[])[], from: number, to: number): void {
  expectEqual(rows.length, to - from + 1, 'Number of rows')
  const wrong = rows.findIndex(([value], i) => value !== String(from + i))
  expectThat(wrong < 0, `Row ${wrong} of those read holds ${rows[wrong]?.[0]} in place of ${from + wrong}.`)
}
