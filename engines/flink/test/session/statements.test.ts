import { describe, expect, test } from '@jest/globals'
import { BIGINT_TYPE, INTEGER_TYPE } from '@sql-gateway/gateway-common'
import { createFakeClock } from '@sql-gateway/gateway-common/testkit'
import { openEngine, readAll } from '../support/engine-under-test.js'
import { javaError, NOT_READY, openFakeFlink, textPage } from '../support/fake-flink.js'
import { pageText } from '../support/page-text.js'

const JOB = '0123456789abcdef0123456789abcdef'
const NUMBERS = [{ name: 'n', type: INTEGER_TYPE }]

function numbersPage(from: number, count: number, nextToken?: number): string {
  const rows = Array.from({ length: count }, (_, i) => [String(from + i)])
  return pageText({ columns: NUMBERS, rows, jobId: JOB, ...(nextToken === undefined ? {} : { nextToken }) })
}

describe('A statement', () => {
  test('that is done with its first page is closed at Flink without another fetch', async () => {
    await using flink = await openFakeFlink()
    flink.on('SHOW', () => textPage('catalog name', 'a', 'b'))
    await using test = await openEngine({ url: flink.url })
    const session = await test.open()
    const closed = flink.seen('DELETE S/O/close')
    expect(await session.rows('SHOW CATALOGS')).toEqual([['a'], ['b']])
    await closed
    expect(flink.count('GET S/O/result/0')).toBe(1)
    expect(flink.count('GET S/O/result/1')).toBe(0)
    expect(flink.operations.size).toBe(0)
  })

  test('gives its columns, its job and all of its pages in order', async () => {
    await using flink = await openFakeFlink()
    flink.on('SELECT', (token) => numbersPage(token * 10, token === 3 ? 0 : 10, token === 3 ? undefined : token + 1))
    await using test = await openEngine({ url: flink.url })
    const session = await test.open()
    const outcome = await session.execute('SELECT n FROM t')
    expect(outcome).toMatchObject({ schema: { columns: NUMBERS }, isQueryResult: true, resultKind: 'SUCCESS_WITH_CONTENT', jobId: JOB })
    expect(session.log.join()).toContain(JOB)
    expect((await readAll(outcome)).map(([n]) => Number(n))).toEqual(Array.from({ length: 30 }, (_, i) => i))
    await outcome.rows.close()
  })

  test.each([1, 3, 99])('fails where Flink says that page %i comes after page 1', async (next) => {
    await using flink = await openFakeFlink()
    flink.on('SELECT', (token) => numbersPage(token, 1, token === 0 ? 1 : next))
    await using test = await openEngine({ url: flink.url })
    await expect((await test.open()).rows('SELECT n FROM t')).rejects.toMatchObject({ code: 'ENGINE.FAILED' })
  })

  test('tells how many rows it affected', async () => {
    await using flink = await openFakeFlink()
    flink.on('DELETE', () =>
      pageText({ columns: [{ name: 'rows affected', type: BIGINT_TYPE }], rows: [['3']], isQueryResult: false, nextToken: 1 }),
    )
    await using test = await openEngine({ url: flink.url })
    expect((await (await test.open()).execute('DELETE FROM t')).affectedRows).toBe(3n)
  })

  test('is asked after again until it has columns', async () => {
    await using flink = await openFakeFlink()
    let fetches = 0
    flink.on('SELECT', () => (++fetches < 5 ? NOT_READY : numbersPage(0, 1)))
    await using test = await openEngine({ url: flink.url, fetchMinDelayMs: 1 })
    expect(await (await test.open()).rows('SELECT 1')).toEqual([['0']])
    expect(fetches).toBe(5)
  })

  test('is fetched as text where Flink cannot write its first page as JSON', async () => {
    await using flink = await openFakeFlink()
    const map = { root: 'MAP', nullable: true, keyType: INTEGER_TYPE, valueType: INTEGER_TYPE } as const
    let formats = 0
    flink.on('SELECT', () =>
      ++formats === 1
        ? { errors: ['Internal server error. Could not map response to JSON.'] }
        : pageText({ columns: [{ name: 'm', type: map }], rows: [['"{1=2}"']], format: 'PLAIN_TEXT' }),
    )
    await using test = await openEngine({ url: flink.url })
    const outcome = await (await test.open()).execute('SELECT MAP[1, 2]')
    expect(outcome.schema.columns).toEqual([{ name: 'm', type: map }])
    expect(await readAll(outcome)).toEqual([['{1=2}']])
  })

  test('goes on as text while another request finds that Flink does not answer', async () => {
    await using flink = await openFakeFlink()
    const map = { root: 'MAP', nullable: true, keyType: INTEGER_TYPE, valueType: INTEGER_TYPE } as const
    const asked: string[] = []
    let isAsked = 0
    flink.on('SELECT', (token) =>
      isAsked++ === 0
        ? { errors: ['Internal server error. Could not map response to JSON.'] }
        : pageText({
            columns: [{ name: 'm', type: map }],
            rows: [[`"{${token}=1}"`]],
            format: 'PLAIN_TEXT',
            ...(token < 3 ? { nextToken: token + 1 } : {}),
          }),
    )
    await using test = await openEngine({ url: flink.url, prefetchRows: 1 })
    const [reading, other] = [await test.open(), await test.open()]
    await other.rows('SHOW x')
    const outcome = await reading.execute('SELECT m')
    flink.breakOnce('POST S/statements')
    asked.push((await other.error('INSERT')).code)
    expect(await readAll(outcome)).toEqual([['{0=1}'], ['{1=1}'], ['{2=1}'], ['{3=1}']])
    expect(asked).toEqual(['ENGINE.UNREACHABLE'])
  })

  test('that fails is asked for once, and fails as Flink says', async () => {
    await using flink = await openFakeFlink()
    flink.on('SELECT', () =>
      javaError(
        'org.apache.flink.table.gateway.service.utils.SqlExecutionException: Failed to execute the operation x.',
        'org.apache.flink.table.api.ValidationException: SQL validation failed. From line 1, column 15 to line 1, column 18: Object not found',
        "org.apache.calcite.sql.validate.SqlValidatorException: Object 'nope' not found",
      ),
    )
    await using test = await openEngine({ url: flink.url })
    const error = await (await test.open()).error('SELECT * FROM nope')
    expect(error).toMatchObject({
      code: 'STATEMENT.NOT_FOUND',
      publicMessage: "Object 'nope' not found",
      details: { engineErrorName: 'org.apache.calcite.sql.validate.SqlValidatorException', position: { line: 1, column: 15 } },
    })
    expect(flink.count('GET S/O/result/0')).toBe(1)
  })

  test('that fails while its rows are read gives the rows before, then the error, each time', async () => {
    await using flink = await openFakeFlink()
    flink.on('SELECT', (token) =>
      token === 0
        ? numbersPage(0, 2, 1)
        : javaError('x.SqlExecutionException: Error while retrieving result.', 'java.lang.ArithmeticException: / by zero'),
    )
    await using test = await openEngine({ url: flink.url })
    const session = await test.open()
    const { rows } = await session.execute('SELECT 1/0')
    if (rows.seekable) throw new TypeError('seekable')
    const signal = new AbortController().signal
    await rows.ready(signal)
    expect((await rows.read({ maxRows: 10, maxBytes: 1000 })).batches[0]?.rowCount).toBe(2)
    for (let i = 0; i < 2; i++) {
      await expect(rows.ready(signal)).rejects.toMatchObject({ code: 'STATEMENT.DATA', publicMessage: '/ by zero' })
      await expect(rows.read({ maxRows: 10, maxBytes: 1000 })).rejects.toMatchObject({ code: 'STATEMENT.DATA' })
    }
    await rows.close()
  })

  test('without columns yet is closed at Flink when it is told to stop, before it rejects', async () => {
    await using flink = await openFakeFlink()
    flink.on('INSERT', () => NOT_READY)
    await using test = await openEngine({ url: flink.url })
    const session = await test.open()
    const abort = new AbortController()
    const fetched = flink.seen('GET S/O/result/0')
    const execution = session.execute('INSERT INTO t SELECT 1', abort.signal)
    await fetched
    abort.abort()
    await expect(execution).rejects.toMatchObject({ code: 'OPERATION.CANCELED' })
    expect(flink.operations.size).toBe(0)
  })

  test('that Flink waits for has a job with an id of ours, which is stopped with it, once more where it is not there yet', async () => {
    const clock = createFakeClock()
    await using flink = await openFakeFlink()
    flink.on('INSERT', () => NOT_READY)
    let stops = 0
    flink.on('STOP JOB', () =>
      ++stops === 1 ? javaError('x.SqlExecutionException: Failed to execute the operation 1.') : textPage('result', 'OK'),
    )
    await using test = await openEngine({ url: flink.url, clock })
    const session = await test.open({ properties: new Map([['table.dml-sync', 'true']]) })
    const abort = new AbortController()
    const fetched = flink.seen('GET S/O/result/0')
    const execution = session.execute('INSERT INTO t SELECT 1', abort.signal)
    execution.catch(() => undefined)
    await fetched
    abort.abort()
    let isOver = false
    void execution
      .catch(() => undefined)
      .finally(() => {
        isOver = true
      })
    while (!isOver) await clock.advance(100)
    const job = flink.requests.find(({ body }) => body['statement'] === 'INSERT INTO t SELECT 1')?.body['executionConfig']
    expect(job).toEqual({ '$internal.pipeline.job-id': expect.stringMatching(/^[0-9a-f]{32}$/) })
    const id = Object.values(job as Readonly<Record<string, string>>)[0]
    expect(flink.statements.slice(1)).toEqual([`STOP JOB '${id}'`, `STOP JOB '${id}'`])
    expect(flink.operations.size).toBe(0)
  })

  test.each(['INSERT INTO t SELECT 1', 'CREATE TABLE t AS SELECT 1', 'SELECT 1', 'CREATE TABLE t (a INT)'])(
    'that Flink does not wait for leaves the id of its job to Flink: %s',
    async (sql) => {
      await using flink = await openFakeFlink()
      await using test = await openEngine({ url: flink.url })
      const waits = new Map([['table.dml-sync', String(!/INSERT|AS SELECT/.test(sql))]])
      await (await test.open({ properties: waits })).rows(sql)
      expect(flink.requests.findLast(({ path }) => path === 'S/statements')?.body).toEqual({ statement: sql })
    },
  )

  test('that is told to stop while it is handed in is closed as soon as Flink has taken it', async () => {
    await using flink = await openFakeFlink()
    await using test = await openEngine({ url: flink.url })
    const session = await test.open()
    await session.rows('SELECT 1')
    const handle = '01234567-89ab-4def-8123-456789abcdef'
    const taken = Promise.withResolvers<string>()
    flink.answer('POST S/statements', () => taken.promise)
    const abort = new AbortController()
    const handedIn = flink.seen('POST S/statements')
    const execution = session.execute('SELECT 2', abort.signal)
    await handedIn
    abort.abort()
    const closed = flink.seen('DELETE S/O/close')
    taken.resolve(JSON.stringify({ operationHandle: handle }))
    await closed
    await expect(execution).rejects.toMatchObject({ code: 'OPERATION.CANCELED' })
  })

  test('is never handed in twice: a broken connection is told', async () => {
    await using flink = await openFakeFlink()
    const clock = createFakeClock()
    await using test = await openEngine({ url: flink.url, clock, requestTimeoutMs: 50 })
    const session = await test.open()
    await session.rows('SELECT 1')
    const never = Promise.withResolvers<string>()
    flink.answer('POST S/statements', () => never.promise)
    const handedIn = flink.seen('POST S/statements')
    const failing = session.error('INSERT INTO t SELECT 1')
    await handedIn
    await clock.advance(50)
    const error = await failing
    expect([error.code, error.publicMessage]).toEqual(['ENGINE.UNREACHABLE', expect.stringContaining('did not answer within 50 ms')])
    expect(flink.count('POST S/statements')).toBe(2)
    never.resolve('{}')
  })
})
