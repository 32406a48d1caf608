import { ROW_KINDS, type RowKind } from '../../../src/result/row-kind.js'
import { LAYOUTS_OF_TYPE } from '../../../src/result/vector-layouts.js'
import { expectEqual, expectThat } from '../../conformance/expectations.js'
import { numberedKind, numberedName } from '../../scripted-engine/numbered-rows.js'
import type { EndpointCase } from '../endpoint-case.js'
import type { WireResult } from '../endpoint-probe.js'
import { expectHeldBack } from '../expect-held-back.js'

/** Fetching of results. */
export function fetchCases<S, O>(): readonly EndpointCase<S, O>[] {
  const whole = (id: `fetch/${string}`, fact: string, statement: string, expected: (result: WireResult) => void): EndpointCase<S, O> => ({
    id,
    fact,
    check: async (probe) => {
      const client = await probe.connect()
      expected(await probe.run(client, await client.openSession({}), statement))
    },
  })

  return [
    whole('fetch/rows', 'columns and rows arrive in order, nulls as nulls', 'SELECT 25 ROWS', (result) => {
      expectEqual(result.columns, ['id', 'name'], 'Names of the columns')
      expectRows(result, 25)
    }),
    whole('fetch/forward', 'a result whose rows come once arrives whole', 'SELECT 3500 ROWS FORWARD', (result) => expectRows(result, 3500)),
    whole('fetch/many', 'a result of many pages arrives whole', 'SELECT 30000 ROWS', (result) => expectRows(result, 30_000)),
    whole('fetch/empty', 'a query without rows has its columns and an end', 'EMPTY', (result) => {
      expectEqual([result.columns, result.rows], [['id', 'name'], []], 'Columns and rows')
    }),
    whole('fetch/no-columns', 'a query without columns has an end', 'NOCOLUMNS', (result) => {
      expectEqual(result.rows, [], 'Rows')
    }),
    whole(
      'fetch/column-names',
      'columns of odd and equal names arrive',
      "NAMES 'same', 'same', 'two words', 'größe 😀', 'a\"b', '<i>&'",
      (result) => {
        const names = ['same', 'same', 'two words', 'größe 😀', 'a"b', '<i>&']
        expectEqual([result.columns, result.rows], [names, [names]], 'Columns and rows')
      },
    ),
    whole('fetch/unicode', 'text of any script arrives as it is', `ECHO '${UNICODE_TEXT}'`, (result) => {
      expectEqual(result.rows, [[UNICODE_TEXT]], 'Rows')
    }),
    whole('fetch/large-values', 'values of two million characters arrive whole', 'SELECT 3 ROWS WIDE 2000000', (result) => {
      expectEqual(
        result.rows.map(([, name]) => name?.length),
        [2_000_000, 2_000_000, 2_000_000],
        'Lengths of the values',
      )
      expectThat(result.rows[2]?.[1] === numberedName(3, 2_000_000), 'A value of two million characters came changed.')
    }),
    whole('fetch/types', 'a value of each type arrives, and null is null in each', 'TYPES', (result) => {
      const count = Object.keys(LAYOUTS_OF_TYPE).length
      expectEqual(
        result.rows.map((row) => row.length),
        [count, count, count, count],
        'Values in each row',
      )
      const last = result.rows.at(-1) ?? []
      expectEqual(
        result.columns.filter((_, i) => last[i] !== null),
        [],
        'Columns whose null did not arrive as one',
      )
      const untyped = result.columns.indexOf('null')
      const lost = result.columns.filter((_, i) => i !== untyped && result.rows[0]?.[i] === null)
      expectEqual(lost, [], 'Columns whose value arrived as null')
    }),
    {
      id: 'fetch/statements',
      fact: 'statements that are no queries end without an error, and take effect',
      check: async (probe) => {
        const client = await probe.connect()
        const session = await client.openSession({})
        const statements = ['OK', 'CREATE TABLE orders', 'DML 3 INTO orders', 'JOB', "SET 'a' = 'b'", 'RESET', 'USE other_database']
        for (const statement of statements) await probe.run(client, session, statement)
        expectEqual(probe.control.executed, statements, 'Statements that the engine executed')
        expectEqual((await probe.run(client, session, 'SHOW DATABASES')).rows, [['default_database'], ['other_database']], 'Rows of SHOW')
      },
    },
    {
      id: 'fetch/pages',
      fact: 'pages hold no more rows than asked for and together all of them',
      needs: 'PAGE_SIZE',
      check: async (probe) => {
        const client = await probe.connect()
        const session = await client.openSession({})
        for (const statement of ['SELECT 250 ROWS', 'SELECT 250 ROWS FORWARD']) {
          const result = await probe.run(client, session, statement, 7)
          expectRows(result, 250)
          expectThat(result.pages.length >= 36, `250 rows in pages of 7 came in ${result.pages.length} pages.`)
        }
      },
      without: async (probe) => probe.expectAlive(),
    },
    {
      id: 'fetch/as-they-come',
      fact: 'rows arrive before the result is complete',
      needs: 'PAGING',
      check: async (probe) => {
        const client = await probe.connect()
        const session = await client.openSession({})
        const operation = await client.execute(session, 'SELECT 30 ROWS FORWARD SLOW tap')
        probe.control.release('tap', 10)
        const first: (readonly (string | null)[])[] = []
        let page = await client.fetchPage(session, operation, 100)
        while (first.push(...page.rows) < 10) {
          expectThat(page.next !== undefined, `The result ended after ${first.length} of 30 rows.`)
          page = await client.fetchPage(session, operation, 100, page.next)
        }
        expectEqual(first.length, 10, 'Rows that came before the others were there')
        probe.control.open('tap')
        const rest: (readonly (string | null)[])[] = []
        while (page.next !== undefined) {
          page = await client.fetchPage(session, operation, 100, page.next)
          rest.push(...page.rows)
        }
        expectRows({ rows: [...first, ...rest] }, 30)
      },
      without: async (probe) => probe.expectAlive(),
    },
    {
      id: 'fetch/again',
      fact: 'the page fetched last is given again',
      needs: 'REPEAT_PAGE',
      check: async (probe) => {
        const client = await probe.connect()
        const session = await client.openSession({})
        const operation = await client.execute(session, 'WAIT gate THEN SELECT 20 ROWS FORWARD')
        probe.control.open('gate')
        let from: unknown
        let page = await client.fetchPage(session, operation, 5)
        while (page.rows.length === 0 && page.next !== undefined) {
          from = page.next
          page = await client.fetchPage(session, operation, 5, from)
        }
        expectEqual((await client.fetchPage(session, operation, 5, from)).rows, page.rows, 'Rows of the page, asked for again')
        const next = await client.fetchPage(session, operation, 5, page.next)
        expectThat(next.rows[0]?.[0] !== page.rows[0]?.[0], 'The next page begins like the one before.')
      },
      without: async (probe) => probe.expectAlive(),
    },
    {
      id: 'fetch/row-kinds',
      fact: 'the rows of a changelog show their kinds',
      needs: 'ROW_KINDS',
      check: async (probe) => {
        const client = await probe.connect()
        const { rows, rowKinds } = await probe.run(client, await client.openSession({}), 'SELECT 10 ROWS KINDS FORWARD')
        expectEqual(rows.length, 10, 'Number of rows')
        expectEqual(
          rowKinds,
          Array.from({ length: 10 }, (_, i) => ROW_KINDS[numberedKind(i + 1)] as RowKind),
          'Kinds of the rows',
        )
      },
      without: async (probe) => {
        const client = await probe.connect()
        const result = await probe
          .run(client, await client.openSession({}), 'SELECT 10 ROWS KINDS FORWARD')
          .catch(async (thrown: unknown) => {
            await probe.expectError(Promise.reject(thrown), 'Refusing a changelog')
          })
        expectThat(result === undefined || result.rows.length === 10, 'A changelog was neither refused nor shown whole.')
        await probe.expectAlive()
      },
    },
    {
      id: 'fetch/back-pressure',
      fact: 'a client that stops fetching, or reading, holds an endless result back',
      needs: 'PAGING',
      check: async (probe) => {
        const client = await probe.connect()
        const session = await client.openSession({})
        const operation = await client.execute(session, 'SELECT ENDLESS ROWS FORWARD')
        let page = await client.fetchPage(session, operation, 10)
        for (let i = 0; i < 5; i++) page = await client.fetchPage(session, operation, 10, page.next)
        expectThat(probe.control.rowsRead < 100_000, `The engine gave ${probe.control.rowsRead} rows for 60 that were fetched.`)
      },
      without: async (probe) => {
        await expectHeldBack(probe)
        await probe.expectAlive()
      },
    },
  ]
}

const UNICODE_TEXT = 'größer, 東京, עברית, 😀, e\u0301, "quoted", back\\slash, <b>&amp;, tab\t, line\nbreak'

function expectRows({ rows }: Pick<WireResult, 'rows'>, count: number): void {
  expectEqual(rows.length, count, 'Number of rows')
  const wrong = rows.findIndex(([id, name], i) => id !== String(i + 1) || name !== numberedName(i + 1))
  expectThat(wrong < 0, `Row ${wrong + 1} is ${JSON.stringify(rows[wrong])}.`)
}
