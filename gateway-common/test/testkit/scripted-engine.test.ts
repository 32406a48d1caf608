import { tmpdir } from 'node:os'
import { describe, expect, test } from '@jest/globals'
import {
  ANONYMOUS,
  countRows,
  type EngineSession,
  newSessionHandle,
  type OperationProgress,
  type SessionProperties,
  type StatementOutcome,
} from '../../src/index.js'
import {
  createFakeClock,
  createScriptedEngine,
  engineContext,
  numberedName,
  renderRows,
  SCRIPTED_JOB_ID,
  type ScriptedEngineOptions,
} from '../../testkit/index.js'

const ALL = { maxRows: 1_000_000, maxBytes: 2 ** 30 }
const NEVER = new AbortController().signal

async function openScripted(options: ScriptedEngineOptions = {}) {
  const clock = createFakeClock()
  const { factory, control } = createScriptedEngine(options)
  const engine = await factory.createEngine(engineContext(factory, { dataDirectory: tmpdir(), clock }))
  const open = () => engine.openSession({ session: newSessionHandle(), principal: ANONYMOUS, properties: new Map() })
  const session: EngineSession = await open()
  const log: string[] = []
  const progress: OperationProgress[] = []
  const run = (statement: string, signal = NEVER, properties: SessionProperties = new Map()) =>
    session.execute(statement, {
      signal,
      properties,
      log: (line) => {
        log.push(line)
      },
      reportProgress: (report) => {
        progress.push(report)
      },
    })
  const rows = async (statement: string, properties?: SessionProperties) => rowsOf(await run(statement, NEVER, properties))
  return { clock, control, engine, open, session, log, progress, run, rows }
}

async function rowsOf(outcome: StatementOutcome): Promise<readonly (readonly string[])[]> {
  const { rows: source } = outcome
  const { batches } = await (source.seekable ? source.read(0, ALL) : source.read(ALL))
  await source.close()
  return renderRows(outcome.schema, batches)
}

describe('the scripted engine', () => {
  test('gives numbered rows, NULL in each tenth name', async () => {
    const { rows } = await openScripted()
    const [first, , , , , , , , , tenth] = await rows('select 10 rows')
    expect([first, tenth]).toEqual([
      ['1', 'row 1'],
      ['10', 'NULL'],
    ])
    expect(numberedName(7, 10)).toBe('row 7xxxxx')
    expect(await rows('SELECT 1 ROWS WIDE 10')).toEqual([['1', 'row 1xxxxx']])
  })

  test('lets the rows of SLOW through as the test releases them', async () => {
    const { control, run } = await openScripted()
    const { rows: source } = await run('SELECT 5 ROWS SLOW tap')
    if (!source.seekable) throw new TypeError('not seekable')
    expect(await source.read(0, ALL)).toEqual({ batches: [], endOfData: false })
    const wait = source.ready(0, NEVER)
    await control.started('tap')
    control.release('tap', 1)
    await wait
    control.release('tap', 1)
    expect(countRows((await source.read(0, ALL)).batches)).toBe(2)
    control.open('tap')
    const rest = await source.read(2, ALL)
    expect([countRows(rest.batches), rest.endOfData, control.rowsRead]).toEqual([3, true, 5])
  })

  test('ends a wait for rows when it is aborted and when the result is closed', async () => {
    const { run } = await openScripted()
    const { rows: source } = await run('SELECT 5 ROWS SLOW tap FORWARD')
    if (source.seekable) throw new TypeError('seekable')
    const abort = new AbortController()
    const aborted = source.ready(abort.signal)
    abort.abort()
    await expect(aborted).rejects.toMatchObject({ code: 'OPERATION.CANCELED' })
    const closed = source.ready(NEVER)
    await source.close()
    await expect(closed).rejects.toMatchObject({ code: 'OPERATION.CLOSED' })
  })

  test('waits at a gate, notes it and goes on with the statement behind it', async () => {
    const { control, log, progress, run } = await openScripted()
    const running = run('WAIT gate THEN JOB')
    await control.started('gate')
    expect([control.runningStatements, log, progress]).toEqual([1, ['waits at gate gate'], [{ fraction: 0.5, rows: 1 }]])
    control.open('gate')
    expect((await running).jobId).toBe(SCRIPTED_JOB_ID)
    expect(control.runningStatements).toBe(0)
    expect((await run('WAIT gate')).resultKind).toBe('SUCCESS')
  })

  test('stops at a gate when it is told to, but not where it is STUBBORN', async () => {
    const { control, run } = await openScripted()
    const abort = new AbortController()
    const [willing, stubborn] = [run('WAIT one', abort.signal), run('STUBBORN other THEN SELECT 1 ROWS', abort.signal)]
    await control.started('other')
    abort.abort()
    await expect(willing).rejects.toMatchObject({ code: 'OPERATION.CANCELED' })
    expect(control.runningStatements).toBe(1)
    control.open('other')
    expect(await rowsOf(await stubborn)).toEqual([['1', 'row 1']])
  })

  test('sleeps on the clock, and wakes when it is told to stop', async () => {
    const { clock, run } = await openScripted()
    const done = run('SLEEP 1000 THEN OK')
    const abort = new AbortController()
    const stopped = run('SLEEP 1000', abort.signal)
    expect(clock.pendingTimers).toBe(2)
    abort.abort()
    await expect(stopped).rejects.toMatchObject({ code: 'OPERATION.CANCELED' })
    await expect(run('SLEEP 1000', abort.signal)).rejects.toMatchObject({ code: 'OPERATION.CANCELED' })
    expect(clock.pendingTimers).toBe(1)
    await clock.advance(1000)
    await done
    expect(clock.pendingTimers).toBe(0)
  })

  test('fails as told', async () => {
    const { run } = await openScripted()
    await expect(run("FAIL STATEMENT.DATA AT 2:7 it's bad; really")).rejects.toMatchObject({
      code: 'STATEMENT.DATA',
      publicMessage: "it's bad; really",
      details: { position: { line: 2, column: 7 }, engineErrorName: 'ScriptedError' },
    })
    await expect(run("FAIL GATEWAY.BUG 'quoted  text'")).rejects.toMatchObject({ publicMessage: 'quoted  text' })
    await expect(run('THROW')).rejects.toThrow(TypeError)
    await expect(run('TYPES NUMBER')).rejects.toMatchObject({ code: 'STATEMENT.INVALID' })
  })

  test.each([
    ["echo 'it''s; -- no comment'", [["it's; -- no comment"]]],
    ["-- a comment\nECHO /* another */ 'x' ;", [['x']]],
    ["NAMES 'a', 'a','b c'", [['a', 'a', 'b c']]],
    ['EMPTY', []],
    ['NOCOLUMNS', []],
    ['OK', [['OK']]],
    ['LOG a  line', [['OK']]],
    ['DML 12', [['12']]],
    ['JOB', [[SCRIPTED_JOB_ID]]],
    ['SHOW CATALOGS', [['default_catalog'], ['other_catalog']]],
    ['SHOW DATABASES', [['default_database'], ['other_database']]],
    ['SHOW CURRENT CATALOG', [['default_catalog']]],
    ['SHOW CURRENT DATABASE', [['default_database']]],
    ['SHOW TABLES', []],
  ])('answers %s', async (statement, expected) => {
    const { rows } = await openScripted()
    expect(await rows(statement)).toEqual(expected)
  })

  test('lists properties by key, and reports what SET and RESET change', async () => {
    const { rows, run } = await openScripted()
    const properties = new Map([
      ['b', '2'],
      ['a', '1'],
    ])
    expect(await rows('SET', properties)).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
    expect((await run("SET 'a b' = 'it''s'")).configChanges).toEqual([{ change: 'set', key: 'a b', value: "it's" }])
    expect((await run("RESET 'a b'")).configChanges).toEqual([{ change: 'reset', key: 'a b' }])
    expect((await run('RESET')).configChanges).toEqual([{ change: 'reset-all' }])
  })

  test('moves between catalogs and databases, and keeps tables in each', async () => {
    const { rows, run, session } = await openScripted()
    for (const statement of ['CREATE TABLE a', 'USE other_database', 'CREATE VIEW b', 'CREATE TEMPORARY VIEW c']) await run(statement)
    expect(await rows('SHOW TABLES')).toEqual([['b'], ['c']])
    expect(session.pinnedBy()).toBe('1 temporary table')
    await run('USE CATALOG other_catalog')
    expect([await rows('SHOW CURRENT DATABASE'), await rows('SHOW TABLES')]).toEqual([[['default_database']], []])
    await expect(run('USE other_database')).rejects.toMatchObject({ code: 'STATEMENT.NOT_FOUND' })
    await expect(run('USE CATALOG nowhere')).rejects.toMatchObject({ code: 'STATEMENT.NOT_FOUND' })
    await run('USE CATALOG default_catalog')
    await expect(run('CREATE TABLE a')).rejects.toMatchObject({ code: 'STATEMENT.ALREADY_EXISTS' })
    await expect(run('CREATE DATABASE other_database')).rejects.toMatchObject({ code: 'STATEMENT.ALREADY_EXISTS' })
  })

  test('counts what is open, and says when nothing is', async () => {
    const { control, engine, open, run, session } = await openScripted()
    const other = await open()
    const outcome = await run('SELECT 3 ROWS')
    expect([control.openEngines, control.openSessions, control.openedSessions, control.openSources]).toEqual([1, 2, 2, 1])
    let isIdle = false
    const idle = control.whenIdle().then(() => {
      isIdle = true
    })
    await Promise.all([session.close(), other.close()])
    expect([control.openSessions, isIdle]).toEqual([0, false])
    await outcome.rows.close()
    await outcome.rows.close()
    await idle
    await engine.close()
    expect([control.openEngines, control.openSources, control.executed]).toEqual([0, 0, ['SELECT 3 ROWS']])
  })

  test('lets the test hold up and refuse the opening and closing of sessions', async () => {
    const gate = Promise.withResolvers<void>()
    const opened = Promise.withResolvers<void>()
    let refuse = false
    const { control, open, session } = await openScripted({
      beforeOpenSession: () => (refuse ? Promise.reject(new TypeError('refused')) : undefined),
      beforeCloseSession: () => {
        opened.resolve()
        return gate.promise
      },
    })
    refuse = true
    await expect(open()).rejects.toThrow('refused')
    const closing = session.close()
    await opened.promise
    expect(control.openSessions).toBe(1)
    gate.resolve()
    await closing
    expect(control.openSessions).toBe(0)
  })

  test('refuses what it lacks', async () => {
    const { run } = await openScripted({ lacks: { STREAMING: 'Its results end.' } })
    await expect(run('SELECT ENDLESS ROWS')).rejects.toMatchObject({ code: 'FEATURE.UNSUPPORTED', publicMessage: 'Its results end.' })
    await expect(run('SELECT 1 ROWS KINDS')).rejects.toMatchObject({ code: 'FEATURE.UNSUPPORTED' })
  })

  test('passes its own default properties and limit on', async () => {
    const defaults = new Map([['a', '1']])
    const { engine } = await openScripted({ defaultSessionConfig: defaults, maxConcurrentStatements: 3 })
    expect([engine.defaultSessionConfig, engine.maxConcurrentStatements]).toEqual([defaults, 3])
  })
})
