import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { engineContext } from '@sql-gateway/gateway-common/testkit'
import factory from '../../src/index.js'
import { openEngine, type TestEngineChoices } from '../support/engine-under-test.js'
import { createLogProbe } from '../support/log-probe.js'
import { isAlive, openRelease, type PretendedRelease, untilEnded } from '../support/pretended-release.js'

let release: PretendedRelease
let home: string

beforeEach(async () => {
  release = await openRelease()
  home = release.home
})

afterEach(async () => {
  await release[Symbol.asyncDispose]()
})

const launch = (choices: TestEngineChoices = {}) => openEngine({ home, restartDelayMs: 10, ...choices })

describe('A gateway of Flink that is launched', () => {
  test('is started with its options, answers statements, and ends with the engine', async () => {
    const test = await launch({ launchOptions: ['rest.port=1234', 'a=b c'], confDir: '/conf', javaHome: '/java' })
    const session = await test.open()
    expect(await session.rows('SELECT 1')).toEqual([['OK']])
    const { pid, words, conf, java } = await release.started()
    expect(words[0]).toBe('start-foreground')
    expect(words).toEqual(expect.arrayContaining(['-Dsql-gateway.endpoint.rest.address=127.0.0.1', '-Drest.port=1234', '-Da=b c']))
    expect([conf, java]).toEqual(['/conf', '/java'])
    await test[Symbol.asyncDispose]()
    expect(isAlive(pid)).toBe(false)
  })

  test('is started again when it ends, and sessions go on', async () => {
    const { logger, next } = createLogProbe()
    await using test = await launch({ logger })
    const session = await test.open()
    await session.rows('CREATE TEMPORARY VIEW v AS SELECT 1')
    const { pid } = await release.started()
    process.kill(pid, 'SIGKILL')
    // Before that is known a statement would be sent to the one that is gone.
    expect(await next(/ended; it is started again/)).toMatchObject({ how: 'was ended by SIGKILL' })
    const error = await session.error('SELECT 1')
    expect([error.code, error.publicMessage]).toEqual(['ENGINE.SESSION_LOST', expect.stringContaining('temporary view v')])
    expect(await session.rows('SELECT 1')).toEqual([['OK']])
    expect((await release.started()).pid).not.toBe(pid)
  })

  test('that does not start says so in words, and what it wrote goes to the log', async () => {
    await release.misbehave('broken')
    const { logger, next } = createLogProbe()
    await using test = await launch({ logger })
    const error = await (await test.open()).error('SELECT 1')
    expect([error.code, error.publicMessage]).toEqual(['ENGINE.UNREACHABLE', expect.stringContaining('exit code 3')])
    expect(await next(/ended; it is started again/)).toMatchObject({
      how: 'ended with exit code 3',
      lastLines: expect.stringContaining('a line of the broken release'),
    })
    await release.behave('broken')
    const session = await test.open()
    let rows: unknown
    while (rows === undefined) rows = await session.rows('SELECT 1').catch(() => undefined)
    expect(rows).toEqual([['OK']])
  })

  test('that never answers is ended after its time', async () => {
    await release.misbehave('silent')
    await using test = await launch({ startTimeoutMs: 1000, restartDelayMs: 60_000 })
    const error = await (await test.open()).error('SELECT 1')
    expect(error.publicMessage).toContain('did not answer within 1000 ms')
  })

  test('that was left running by a gateway that was killed is ended before the next one starts', async () => {
    const first = await launch()
    await (await first.open()).rows('SELECT 1')
    const { pid } = await release.started()
    const note = await readFile(join(first.dataDirectory, 'launched.json'), 'utf8')
    const folder = await mkdtemp(join(tmpdir(), 'flink-left-'))
    await writeFile(join(folder, 'launched.json'), note)
    const { logger, next } = createLogProbe()
    const context = engineContext(factory, { dataDirectory: folder, settings: { home, restartDelayMs: 60_000 } })
    const second = await factory.createEngine({ ...context, logger })
    expect(await next(/left running is ended/)).toEqual({ pid })
    await untilEnded(pid)
    await first[Symbol.asyncDispose]()
    await second.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('ends with the engine also when it is just being started', async () => {
    const engines = await Promise.all(Array.from({ length: 4 }, () => launch()))
    for (const test of engines) await test[Symbol.asyncDispose]()
    expect((await release.pids()).filter(isAlive)).toEqual([])
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
