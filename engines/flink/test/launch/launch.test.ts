import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type LogFields, type Logger, SILENT_LOGGER } from '@sql-gateway/gateway-common'
import { engineContext } from '@sql-gateway/gateway-common/testkit'
import factory from '../../src/index.js'
import { openEngine, type TestEngineChoices } from '../support/engine-under-test.js'

const PROCESS = join(import.meta.dirname, '..', 'support', 'fake-gateway-process.js')
let home: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'flink-home-'))
  await mkdir(join(home, 'bin'))
  const script = join(home, 'bin', 'sql-gateway.sh')
  await writeFile(script, `#!/bin/sh\nexec '${process.execPath}' '${PROCESS}' '${home}' "$@"\n`)
  await chmod(script, 0o755)
})

afterEach(async () => {
  await rm(home, { recursive: true, force: true })
})

const launch = (choices: TestEngineChoices = {}) => openEngine({ home, restartDelayMs: 10, ...choices })

async function started(): Promise<{
  readonly pid: number
  readonly words: readonly string[]
  readonly conf?: string
  readonly java?: string
}> {
  return JSON.parse(await readFile(join(home, 'started.json'), 'utf8'))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** A logger that resolves with the fields of a line once it is written. */
function awaitLine(message: RegExp): { readonly logger: Logger; readonly line: Promise<LogFields> } {
  const { promise, resolve } = Promise.withResolvers<LogFields>()
  const note = (fields: LogFields, text: string): void => {
    if (message.test(text)) resolve(fields)
  }
  return { logger: { ...SILENT_LOGGER, info: note, warn: note }, line: promise }
}

describe('A gateway of Flink that is launched', () => {
  test('is started with its options, answers statements, and ends with the engine', async () => {
    const test = await launch({ launchOptions: ['rest.port=1234', 'a=b c'], confDir: '/conf', javaHome: '/java' })
    const session = await test.open()
    expect(await session.rows('SELECT 1')).toEqual([['OK']])
    const { pid, words, conf, java } = await started()
    expect(words[0]).toBe('start-foreground')
    expect(words).toEqual(expect.arrayContaining(['-Dsql-gateway.endpoint.rest.address=127.0.0.1', '-Drest.port=1234', '-Da=b c']))
    expect([conf, java]).toEqual(['/conf', '/java'])
    await test[Symbol.asyncDispose]()
    expect(isAlive(pid)).toBe(false)
  })

  test('is started again when it ends, and sessions go on', async () => {
    await using test = await launch()
    const session = await test.open()
    await session.rows('CREATE TEMPORARY VIEW v AS SELECT 1')
    const { pid } = await started()
    process.kill(pid, 'SIGKILL')
    while (isAlive(pid)) await new Promise((resolve) => setImmediate(resolve))
    const error = await session.error('SELECT 1')
    expect(error.code).toMatch(/ENGINE\.(?:SESSION_LOST|UNREACHABLE)/)
    expect(await session.rows('SELECT 1')).toEqual([['OK']])
    expect((await started()).pid).not.toBe(pid)
  })

  test('that does not start says so in words, and what it wrote goes to the log', async () => {
    await writeFile(join(home, 'broken'), '')
    const { logger, line } = awaitLine(/ended; it is started again/)
    await using test = await launch({ logger })
    const error = await (await test.open()).error('SELECT 1')
    expect([error.code, error.publicMessage]).toEqual(['ENGINE.UNREACHABLE', expect.stringContaining('exit code 3')])
    expect(await line).toMatchObject({ how: 'ended with exit code 3', lastLines: expect.stringContaining('a line of the broken release') })
    await rm(join(home, 'broken'))
    const session = await test.open()
    let rows: unknown
    while (rows === undefined) rows = await session.rows('SELECT 1').catch(() => undefined)
    expect(rows).toEqual([['OK']])
  })

  test('that never answers is ended after its time', async () => {
    await writeFile(join(home, 'silent'), '')
    await using test = await launch({ startTimeoutMs: 1000, restartDelayMs: 60_000 })
    const error = await (await test.open()).error('SELECT 1')
    expect(error.publicMessage).toContain('did not answer within 1000 ms')
  })

  test('that was left running by a gateway that was killed is ended before the next one starts', async () => {
    const first = await launch()
    await (await first.open()).rows('SELECT 1')
    const { pid } = await started()
    const note = await readFile(join(first.dataDirectory, 'launched.json'), 'utf8')
    const folder = await mkdtemp(join(tmpdir(), 'flink-left-'))
    await writeFile(join(folder, 'launched.json'), note)
    const { logger, line } = awaitLine(/left running is ended/)
    const context = engineContext(factory, { dataDirectory: folder, settings: { home, restartDelayMs: 60_000 } })
    const second = await factory.createEngine({ ...context, logger })
    expect(await line).toEqual({ pid })
    while (isAlive(pid)) await new Promise((resolve) => setImmediate(resolve))
    await first[Symbol.asyncDispose]()
    await second.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('ends with the engine also when it is just being started', async () => {
    const engines = await Promise.all(Array.from({ length: 4 }, () => launch()))
    for (const test of engines) await test[Symbol.asyncDispose]()
    const pids = (await readFile(join(home, 'pids'), 'utf8').catch(() => '')).split('\n').filter((line) => line !== '')
    expect(pids.filter((pid) => isAlive(Number(pid)))).toEqual([])
  })

  test('is refused where url and home are set, or neither, or home is no release', async () => {
    const create = (settings: TestEngineChoices) => factory.createEngine(engineContext(factory, { dataDirectory: home, settings }))
    const expected = (text: string) =>
      expect.objectContaining({ code: 'GATEWAY.START_FAILED', publicMessage: expect.stringContaining(text) })
    await expect(create({})).rejects.toEqual(expected('sql-gateway.engine.flink.url'))
    await expect(create({ home, url: 'http://127.0.0.1:1' })).rejects.toEqual(expected('sql-gateway.engine.flink.home'))
    await expect(create({ home: join(home, 'bin') })).rejects.toEqual(expected('bin/sql-gateway.sh'))
  })
})
