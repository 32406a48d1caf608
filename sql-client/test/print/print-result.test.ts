import { describe, expect, test } from '@jest/globals'
import { createFakeClock } from '@sql-gateway/gateway-common/testkit'
import { printResult } from '../../src/print/print-result.js'
import type { StatementResult } from '../../src/result/statement-result.js'
import { type OutputFormat, readSettings } from '../../src/settings/client-settings.js'
import { createMemorySink } from '../support/memory-sink.js'
import { answerText, column, pageOf, resultOf } from '../support/pages.js'

const BATCH = { 'execution.runtime-mode': 'batch' }
const COLUMNS = [column('a')]
const page = (...values: readonly string[]) =>
  pageOf(
    answerText(
      COLUMNS,
      values.map((value) => [value]),
    ),
  )

interface Printed {
  readonly data: string
  readonly notes: string
}

async function printed(
  result: StatementResult,
  properties: Readonly<Record<string, string>> = BATCH,
  format: OutputFormat = 'table',
): Promise<Printed> {
  const clock = createFakeClock()
  const [data, notes] = [createMemorySink(), createMemorySink()]
  const startedAtMs = clock.monotonic()
  await clock.advance(1_234)
  await printResult(result, { format, hasHeader: true, settings: readSettings(properties), data, notes, clock, startedAtMs })
  return { data: data.text(), notes: notes.text() }
}

const notQuery = (rest: Partial<StatementResult>) => resultOf([column('result')], [], { isQuery: false, ...rest })

describe('print/print-result', () => {
  test('counts the rows of a query and tells its time', async () => {
    expect(await printed(resultOf(COLUMNS, [page('x')]))).toEqual({
      data: '+---+\n| a |\n+---+\n| x |\n+---+\n',
      notes: '1 row in set (1.23 seconds)\n',
    })
    expect((await printed(resultOf(COLUMNS, [page('x', 'y')]))).notes).toBe('2 rows in set (1.23 seconds)\n')
    expect(await printed(resultOf(COLUMNS, []), { ...BATCH, 'sql-client.display.print-time-cost': 'false' })).toEqual({
      data: '',
      notes: 'Empty set\n',
    })
  })

  test('counts what a stream has sent', async () => {
    expect(await printed(resultOf(COLUMNS, [page('x'), page(), page('y')]), {})).toEqual({
      data: expect.stringMatching(/^\+----\+-{32}\+\n\| op \| a/),
      notes: 'Received a total of 2 rows (1.23 seconds)\n',
    })
  })

  test('says that a statement without a result went well', async () => {
    expect((await printed(notQuery({ resultKind: 'SUCCESS' }))).notes).toBe('[INFO] Execute statement succeeded. (1.23 seconds)\n')
  })

  test("tells a job's id, or that the job has ended", async () => {
    expect(await printed(notQuery({ jobId: 'ab12' }))).toEqual({
      data: '',
      notes: '[INFO] SQL update statement has been successfully submitted to the cluster:\nJob ID: ab12\n',
    })
    expect((await printed(notQuery({ jobId: 'ab12' }), { 'table.dml-sync': 'true' })).notes).toBe(
      '[INFO] Complete execution of the SQL update statement. (1.23 seconds)\n',
    )
  })

  test('prints text that is laid out already as it is', async () => {
    const text = '== Plan ==\n  Scan\n'
    const columns = [column('result')]
    const explained = resultOf(columns, [pageOf(answerText(columns, [[text]]))], { isQuery: false })
    expect(await printed(explained)).toEqual({ data: '== Plan ==\n  Scan\n', notes: '' })
    expect((await printed(resultOf(columns, [pageOf(answerText(columns, [[text]]))]))).data).toContain('| == Plan ==\\n  Scan\\n |')
  })

  test('keeps rows for programs apart from what is said about them', async () => {
    expect(await printed(resultOf(COLUMNS, [page('x'), page('y')]), BATCH, 'csv')).toEqual({ data: 'a\nx\ny\n', notes: '' })
    expect(await printed(notQuery({ resultKind: 'SUCCESS' }), BATCH, 'csv')).toMatchObject({ data: '' })
  })

  test('closes the table before it throws what ended the result early', async () => {
    const pages = async function* () {
      yield page('x')
      throw new TypeError('late')
    }
    const data = createMemorySink()
    const context = {
      format: 'table',
      hasHeader: true,
      settings: readSettings(BATCH),
      data,
      notes: data,
      clock: createFakeClock(),
      startedAtMs: 0,
    } as const
    await expect(printResult(resultOf(COLUMNS, [], { pages }), context)).rejects.toThrow('late')
    expect(data.text()).toBe('+---+\n| a |\n+---+\n| x |\n+---+\n')
  })
})
