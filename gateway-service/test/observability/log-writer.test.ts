import { execFileSync } from 'node:child_process'
import { constants } from 'node:fs'
import { mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { gatewayError } from '@sql-gateway/gateway-common'
import { createFakeClock } from '@sql-gateway/gateway-common/testkit'
import { openLog } from '../../src/observability/log-writer.js'

const clock = createFakeClock()

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sql-gateway-log-'))
})

afterEach(async () => await rm(folder, { recursive: true }))

async function linesOf(file: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const text = await readFile(file, 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
}

describe('openLog', () => {
  test('writes a JSON object a line, with the fields of the line and of the loggers above', async () => {
    const file = join(folder, 'not', 'there', 'yet.log')
    const log = await openLog({ target: { file }, level: 'info', format: 'auto', clock })
    log.logger.debug({}, 'left out')
    log.logger.child({ session: 's1' }).child({ engine: 'e' }).info({ rows: 3 }, 'Rows fetched')
    await log.close()
    expect(await linesOf(file)).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        pid: process.pid,
        session: 's1',
        engine: 'e',
        rows: 3,
        msg: 'Rows fetched',
      },
    ])
  })

  test('writes an error with its stack, its code and its cause', async () => {
    const file = join(folder, 'a.log')
    const log = await openLog({ target: { file }, level: 'debug', format: 'json', clock })
    const err = gatewayError('ENGINE.FAILED', 'It broke.', { message: 'It broke at 17.', cause: new TypeError('why') })
    log.logger.error({ err }, 'Internal error')
    await log.close()
    expect(await linesOf(file)).toMatchObject([
      {
        level: 'error',
        err: { code: 'ENGINE.FAILED', message: 'It broke at 17.', stack: expect.stringContaining('log-writer'), cause: { message: 'why' } },
      },
    ])
  })

  test('hides what must never be a field', async () => {
    const file = join(folder, 'a.log')
    const log = await openLog({ target: { file }, level: 'debug', format: 'json', clock })
    log.logger.warn({ password: 'geheim', request: { authorization: 'Basic Z2VoZWlt' }, token: 7 }, 'Careless')
    await log.close()
    expect(await linesOf(file)).toMatchObject([{ password: '(hidden)', request: { authorization: '(hidden)' }, token: 7 }])
  })

  test('appends, and goes on in a new file after the old one was moved away', async () => {
    const file = join(folder, 'a.log')
    await writeFile(file, '{"msg":"before"}\n')
    const log = await openLog({ target: { file }, level: 'info', format: 'json', clock })
    log.logger.info({}, 'first')
    await rename(file, `${file}.1`)
    await log.reopen()
    log.logger.info({}, 'second')
    await log.close()
    expect((await linesOf(`${file}.1`)).map(({ msg }) => msg)).toEqual(['before', 'first'])
    expect((await linesOf(file)).map(({ msg }) => msg)).toEqual(['second'])
  })

  test('writes lines for people when it is told to', async () => {
    const file = join(folder, 'a.log')
    const log = await openLog({ target: { file }, level: 'info', format: 'pretty', clock })
    log.logger.info({ session: 's1' }, 'Hello')
    await log.close()
    expect(await readFile(file, 'utf8')).toMatch(/^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+\] INFO: Hello \{"session":"s1"\}\n$/)
  })

  test('loses lines on a full disk, and ends', async () => {
    const log = await openLog({ target: { file: '/dev/full' }, level: 'info', format: 'json', clock })
    for (const line of ['first', 'second', 'third']) log.logger.info({ line }, 'Lost')
    await expect(log.close()).resolves.toBeUndefined()
  })

  test('ends in time when nobody reads what it writes, however often it is told to', async () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    const reader = await open(pipe, constants.O_RDONLY | constants.O_NONBLOCK)
    const before = process.listenerCount('exit')
    try {
      const log = await openLog({ target: { file: pipe }, level: 'info', format: 'json', clock })
      for (let i = 0; i < 100; i++) log.logger.info({ text: 'x'.repeat(10_000) }, 'Stuck')
      const reopened = log.reopen()
      const settled: string[] = []
      const ended = [log.close(), log.close()].map((end, i) => end.then(() => settled.push(`end ${i}`)))
      await clock.advance(1_999)
      expect(settled).toEqual([])
      await clock.advance(1)
      expect(settled).toEqual(['end 0', 'end 1'])
      await Promise.all([...ended, reopened])
      expect([clock.pendingTimers, process.listenerCount('exit')]).toEqual([0, before])
    } finally {
      await reader.close()
    }
  })

  test('drops what is logged behind its end, and ends once', async () => {
    const file = join(folder, 'a.log')
    const log = await openLog({ target: { file }, level: 'info', format: 'json', clock })
    log.logger.info({}, 'before')
    await log.close()
    log.logger.info({}, 'after')
    await log.close()
    expect((await linesOf(file)).map(({ msg }) => msg)).toEqual(['before'])
  })

  test('refuses a file that cannot be written', async () => {
    await writeFile(join(folder, 'file'), '')
    const opened = openLog({ target: { file: join(folder, 'file', 'a.log') }, level: 'info', format: 'json', clock })
    await expect(opened).rejects.toMatchObject({
      code: 'GATEWAY.START_FAILED',
      publicMessage: expect.stringContaining('a.log cannot be written'),
    })
  })
})
