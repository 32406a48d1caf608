import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Clock, LogFields } from '@sql-gateway/gateway-common'
import { createFakeClock, engineContext, type FakeClock } from '@sql-gateway/gateway-common/testkit'
import factory from '../../src/index.js'
import type { FlinkSettings } from '../../src/options.js'
import { openEngine, type TestEngine } from '../support/engine-under-test.js'
import { createLogProbe, type LogProbe } from '../support/log-probe.js'
import { passing as untilOver } from '../support/passing.js'
import { isAlive, openRelease, type PretendedRelease, untilEnded } from '../support/pretended-release.js'

const ENDED = /ended; it is started again/
const RUNS = /^Flink's gateway runs/
const WRITES = /^Flink's gateway writes/
const MINUTE_MS = 60_000
/** How often a process is asked whether it is there yet. */
const ASK_AGAIN_MS = 200
/** Time passes in the tests while processes start. */
const PATIENT = { startTimeoutMs: 1e9, requestTimeoutMs: 1e9 }

let release: PretendedRelease
let clock: FakeClock
let probe: LogProbe
/** What the clock was told to wake somebody after, in order. */
let delays: number[]

beforeEach(async () => {
  delays = []
  release = await openRelease()
  clock = createFakeClock()
  probe = createLogProbe()
})

afterEach(async () => {
  await release[Symbol.asyncDispose]()
})

/** Until a process has come so far. */
const passing = <T>(work: Promise<T>, stepMs = 200): Promise<T> => untilOver(clock, work, stepMs)

function launch(settings: Partial<FlinkSettings> = {}): Promise<TestEngine> {
  const chosen = { home: release.home, restartDelayMs: 1500, restartMaxDelayMs: 9000, ...PATIENT, ...settings }
  return passing(openEngine({ ...chosen, clock: noting(clock), logger: probe.logger }), 0)
}

function noting(inner: Clock): Clock {
  return {
    now: () => inner.now(),
    monotonic: () => inner.monotonic(),
    schedule: (delayMs, callback) => {
      delays.push(delayMs)
      return inner.schedule(delayMs, callback)
    },
  }
}

/** Waits for the end of a process, and until those who waited for it are told. */
async function untilEndIsTold(): Promise<LogFields> {
  const fields = await probe.next(ENDED)
  await clock.advance(ASK_AGAIN_MS)
  return fields
}

/** Ends the process that runs; gives after how long it is started again. */
async function afterKill(): Promise<unknown> {
  process.kill((await release.started()).pid, 'SIGKILL')
  return (await probe.next(ENDED))['againAfterMs']
}

describe('A gateway of Flink that keeps ending', () => {
  test('is started again after a time that doubles with each end, up to its limit', async () => {
    await release.misbehave('broken')
    await using _engine = await launch()
    const expected = [1500, 3000, 6000, 9000, 9000]
    for (const delayMs of expected) {
      expect((await probe.next(ENDED))['againAfterMs']).toBe(delayMs)
      await clock.advance(delayMs)
    }
    await probe.next(ENDED)
    expect(await release.pids()).toHaveLength(6)
    expect(delays.filter((delayMs) => expected.includes(delayMs))).toEqual([...expected, 9000])
  })

  test('begins with the shortest time again once it could be asked for a minute, and not sooner', async () => {
    await release.misbehave('broken')
    await using _engine = await launch()
    expect((await probe.next(ENDED))['againAfterMs']).toBe(1500)
    await release.behave('broken')
    await passing(probe.next(RUNS))
    await clock.advance(MINUTE_MS - 1000)
    expect(await afterKill()).toBe(3000)
    await passing(probe.next(RUNS))
    await clock.advance(MINUTE_MS)
    expect(await afterKill()).toBe(1500)
    await passing(probe.next(RUNS))
    expect(await afterKill()).toBe(3000)
  })

  test('has not run steadily where it never answered, however long that took', async () => {
    await release.misbehave('silent')
    await using _engine = await launch({ startTimeoutMs: 2 * MINUTE_MS })
    expect((await passing(probe.next(ENDED), 1000))['againAfterMs']).toBe(1500)
    expect((await passing(probe.next(ENDED), 1000))['againAfterMs']).toBe(3000)
  })

  test('is given up at the end of its time also while it is asked', async () => {
    await release.misbehave('mute')
    await using engine = await launch()
    // No time has passed until here, so that its own ends with the limit.
    await passing(probe.next(WRITES), 0)
    const failing = (await engine.open()).error('SELECT 1')
    await passing(probe.next(WRITES))
    await clock.advance(PATIENT.startTimeoutMs - clock.monotonic())
    expect(await passing(failing, 1)).toMatchObject({ publicMessage: expect.stringContaining('(start-timeout)') })
    // Time goes on while it is told.
    expect(clock.monotonic()).toBeLessThan(PATIENT.startTimeoutMs + ASK_AGAIN_MS)
  })

  test('is waited for by statements, which fail with what it ended with', async () => {
    await release.misbehave('broken')
    await using engine = await launch()
    await untilEndIsTold()
    const failing = (await engine.open()).error('SELECT 1')
    await clock.advance(1500)
    expect(await passing(failing)).toMatchObject({
      code: 'ENGINE.UNREACHABLE',
      publicMessage: expect.stringContaining('ended with exit code 3 while it started'),
    })
    await release.behave('broken')
    expect(await passing((await engine.open()).rows('SELECT 1'))).toEqual([['OK']])
  })

  test('is waited for no longer when the engine is closed', async () => {
    await release.misbehave('broken')
    await using engine = await launch()
    await untilEndIsTold()
    const { raw } = await engine.open()
    const question = raw.catalog.listCatalogs()
    question.catch(() => undefined)
    await clock.settle()
    await engine.engine.close()
    await expect(question).rejects.toMatchObject({ code: 'ENGINE.UNREACHABLE', publicMessage: 'The engine is closed.' })
    expect(clock.pendingTimers).toBe(0)
    expect(await release.pids()).toHaveLength(1)
  })
})

describe('A gateway of Flink that cannot even be started', () => {
  test('is tried again, in the same way, and found once it can', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'flink-data-'))
    // In the place of the folder of its logs.
    await writeFile(join(folder, 'log'), '')
    const settings = { home: release.home, restartDelayMs: 1500, ...PATIENT }
    const context = engineContext(factory, { dataDirectory: folder, settings, clock })
    const engine = await passing(factory.createEngine({ ...context, logger: probe.logger }), 0)
    try {
      for (const delayMs of [1500, 3000]) {
        expect(await probe.next(/could not be started; it is tried again/)).toMatchObject({ againAfterMs: delayMs })
        await clock.advance(delayMs)
      }
      await rm(join(folder, 'log'))
      expect(await passing(probe.next(RUNS))).toMatchObject({ pid: (await release.started()).pid })
    } finally {
      await passing(engine.close())
      await rm(folder, { recursive: true, force: true })
    }
  })
})

describe('The process of a gateway of Flink', () => {
  test('listens on a free port of this machine alone, each on its own', async () => {
    await using one = await launch()
    await passing(probe.next(RUNS))
    const first = await release.started()
    await using other = await launch()
    await passing(probe.next(RUNS))
    const second = await release.started()
    expect(first.port).not.toBe(second.port)
    for (const { words, port } of [first, second]) {
      const said = (option: string) => words.find((word) => word.startsWith(`-Dsql-gateway.endpoint.rest.${option}=`))?.split('=')[1]
      expect([said('address'), said('bind-address'), said('port'), said('bind-port')]).toEqual(['127.0.0.1', '127.0.0.1', port, port])
    }
    for (const engine of [one, other]) expect(await (await engine.open()).rows('SELECT 1')).toEqual([['OK']])
  })

  test('has its own logs in the folder of the engine, and what it prints in the log of this gateway, the last word too', async () => {
    await release.misbehave('broken')
    await using engine = await launch()
    const { lastLines } = await probe.next(ENDED)
    expect(lastLines).toBe('a line of the broken release\na last word')
    expect(await probe.next(WRITES)).toEqual({ line: 'a line of the broken release' })
    expect(await probe.next(WRITES)).toEqual({ line: 'a last word' })
    expect((await release.started()).log).toBe(join(engine.dataDirectory, 'log'))
  })

  test('is killed where it does not end within ten seconds of being told to', async () => {
    await release.misbehave('stubborn')
    await using engine = await launch()
    await passing(probe.next(RUNS))
    const { pid } = await release.started()
    const closing = engine.engine.close()
    expect(await probe.next(WRITES)).toEqual({ line: 'not yet' })
    await clock.advance(9_999)
    expect(isAlive(pid)).toBe(true)
    await clock.advance(1)
    await closing
    expect(isAlive(pid)).toBe(false)
  })

  test('is not of the group that a terminal sends its signals to', async () => {
    await using _engine = await launch()
    await passing(probe.next(RUNS))
    const { pid } = await release.started()
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    // Behind the name, which may hold blanks: state, parent, group.
    expect(Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2])).toBe(pid)
  })

  test('ends with this process where that ends in haste', async () => {
    const support = join(import.meta.dirname, '..', 'support')
    const program = `
      const { openEngine } = await import('${support}/engine-under-test.js')
      const { createLogProbe } = await import('${support}/log-probe.js')
      const probe = createLogProbe()
      await openEngine({ home: '${release.home}', logger: probe.logger })
      await probe.next(/^Flink's gateway runs/)
      process.exit(7)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' })
    expect(await once(child, 'exit')).toEqual([7, null])
    await untilEnded((await release.started()).pid)
  })
})
