import { type ChildProcess, execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rename, symlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { freePort } from '#scripts/process/free-port.js'
import { processesWith } from '../support/process-end.js'
import { addressIn, createTemporaryHome, follow, LAUNCHER, pidsIn, type Running, type TemporaryHome } from './temporary-home.js'

const PID_FILE = 'run/sql-gateway.pid'
const OPTIONS = ['-Dsql-gateway.endpoint.type=plain-http', '-D', 'sql-gateway.engine.type=scripted']

/** How long a gateway has run, in a regular expression. */
const UP = '\\d+ (?:s|min \\d+ s)'

let home: TemporaryHome

beforeEach(async () => {
  home = await createTemporaryHome()
  await home.addPlugins('plain-http', 'scripted')
})

afterEach(async () => await home[Symbol.asyncDispose]())

async function start(...more: readonly string[]): Promise<{ readonly url: string; readonly stdout: string }> {
  const { code, stdout, stderr } = await home.run('start', ...OPTIONS, ...more)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return { url: addressIn(stdout), stdout }
}

/** The log of the gateway that printed this at its start. */
async function logOf(stdout: string): Promise<string> {
  const [, log = ''] = /log +(\S+)/.exec(stdout) ?? []
  return await home.read(path.relative(home.path, log))
}

/** Sends a statement, and gives the lines of its states one by one. */
async function run(url: string, statement: string): Promise<() => Promise<string | undefined>> {
  const response = await fetch(`${url}/${encodeURIComponent(statement)}`)
  const lines = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader()
  return async () => ((await lines.read()).value as string | undefined)?.trim()
}

describe('sql-gateway.sh start', () => {
  test('waits until the gateway answers, and says where, where its log is and how to try it', async () => {
    const { url, stdout } = await start()
    const [pid] = pidsIn(await home.read(PID_FILE))
    expect(stdout).toMatch(
      new RegExp(`^SQL Gateway \\d+\\.\\d+\\.\\d+ is ready, pid ${pid}\\.\n  plain-http +${url}\n  log +${home.path}/log/sql-gateway-0-`),
    )
    expect(stdout).toContain(`Try it:\n  curl ${url}/OK\n`)
    expect(await (await fetch(`${url}/OK`)).text()).toMatch(/FINISHED\n$/)
  })

  test('runs a second gateway beside the first; status shows both, stop ends the last, stop-all the rest', async () => {
    const first = await start()
    // At a port that nobody else comes by when it has stopped.
    const second = await start('-Dsql-gateway.data-dir=other', `-Dsql-gateway.endpoint.plain-http.port=${await freePort()}`)
    const [one, two] = pidsIn(await home.read(PID_FILE))
    const both = await home.run('status')
    expect(both).toMatchObject({ code: 0, stderr: '' })
    expect(both.stdout).toMatch(new RegExp(`^SQL Gateway, pid ${one}, up ${UP}\n  plain-http +${first.url}\n`))
    expect(both.stdout).toMatch(new RegExp(`^SQL Gateway, pid ${two}, up ${UP}\n  plain-http +${second.url}\n`, 'm'))
    const stopped = await home.run('stop')
    expect(stopped).toMatchObject({ code: 0, stderr: '' })
    expect(stopped.stdout).toContain(`pid ${two}, ${second.url}`)
    expect(pidsIn(await home.read(PID_FILE))).toEqual([one])
    await expect(fetch(second.url)).rejects.toThrow()
    await start('-Dsql-gateway.data-dir=third')
    expect(await home.run('stop-all')).toMatchObject({ code: 0 })
    expect(await home.read(PID_FILE)).toBe('')
    expect(await home.run('status')).toEqual({ code: 3, stdout: 'No SQL Gateway runs.\n', stderr: '' })
    expect(await home.run('stop')).toEqual({ code: 0, stdout: 'No SQL Gateway runs.\n', stderr: '' })
  })

  test('puts each folder where its variable says', async () => {
    await home.write('elsewhere/conf/sql-gateway.yaml', 'sql-gateway:\n  endpoint.type: plain-http\n  engine.type: scripted\n')
    const environment = {
      SQL_GATEWAY_CONF_DIR: path.join(home.path, 'elsewhere/conf'),
      SQL_GATEWAY_LOG_DIR: 'elsewhere/log',
      SQL_GATEWAY_PID_DIR: 'elsewhere/run',
      SQL_GATEWAY_DATA_DIR: 'elsewhere/data',
    }
    const { code, stdout, stderr } = await home.runWith(environment, 'start')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`${home.path}/elsewhere/log/sql-gateway-0-`)
    expect(pidsIn(await home.read('elsewhere/run/sql-gateway.pid'))).toHaveLength(1)
    expect(await home.read('elsewhere/data/gateway.pid')).toMatch(/^\d+ since /)
    expect(await home.runWith(environment, 'stop')).toMatchObject({ code: 0 })
    await expect(home.read(PID_FILE)).rejects.toThrow('ENOENT')
  })

  test('leaves no process behind whose line cannot be written', async () => {
    // What is to become the pid file.
    await mkdir(path.join(home.path, 'run/sql-gateway.pid.new'), { recursive: true })
    const { code, stderr } = await home.run('start', ...OPTIONS)
    expect({ code, stderr }).toEqual({ code: 1, stderr: `The folder of the pid file cannot be written (EISDIR): ${home.path}/run\n` })
    expect(await processesWith('SQL_GATEWAY_HOME', home.path)).toEqual([])
  })

  test('refuses a second gateway on the same data, and leaves the first alone', async () => {
    const { url } = await start()
    const [pid] = pidsIn(await home.read(PID_FILE))
    const { code, stdout, stderr } = await home.run('start', ...OPTIONS)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(
      new RegExp(
        `^The SQL Gateway did not start. The data folder var, which sql-gateway.data-dir names, is in use by another gateway \\(process ${pid} since .*\n`,
      ),
    )
    expect(stderr).toContain(`Running with the same pid folder: pid ${pid}, ${url}.`)
    expect(pidsIn(await home.read(PID_FILE))).toEqual([pid])
    expect((await fetch(`${url}/OK`)).ok).toBe(true)
  })

  test('gives two that start at the same moment a line and a log file each', async () => {
    const outcomes = await Promise.all(['one', 'two'].map((data) => home.run('start', ...OPTIONS, `-Dsql-gateway.data-dir=${data}`)))
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0])
    const logs = outcomes.map(({ stdout }) => /log\/sql-gateway-(\d)-/.exec(stdout)?.[1])
    expect(logs.toSorted()).toEqual(['0', '1'])
    expect(pidsIn(await home.read(PID_FILE))).toHaveLength(2)
  })

  test('ends the process that it started when it is interrupted', async () => {
    await home.addPlugins('waits')
    const child = home.spawn('start', ...OPTIONS, '-Dsql-gateway.endpoint.type=waits')
    const { ended } = follow(child)
    await home.untilWritten('plugins/waits/port')
    const url = `http://127.0.0.1:${await home.read('plugins/waits/port')}`
    expect((await fetch(url)).ok).toBe(true)
    child.kill('SIGINT')
    const { code, stderr } = await ended
    expect({ code, stderr: stderr.split('\n')[0] }).toEqual({
      code: 1,
      stderr: 'The SQL Gateway did not start. It was interrupted before it was ready.',
    })
    expect(await processesWith('SQL_GATEWAY_HOME', home.path)).toEqual([])
    expect(await home.run('status')).toMatchObject({ code: 3 })
  })

  test.each(['start', 'start-foreground'])('refuses to %s in a home folder that does not exist', async (command) => {
    const nowhere = path.join(home.path, 'nowhere')
    const { code, stderr } = await home.runWith({ SQL_GATEWAY_HOME: nowhere }, command, ...OPTIONS)
    expect({ code, stderr }).toEqual({ code: 1, stderr: `The home folder does not exist: ${nowhere}\n` })
  })

  test('refuses a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as { readonly port: number }
    const { code, stderr } = await home.run('start', ...OPTIONS, `-Dsql-gateway.endpoint.plain-http.port=${port}`)
    other.close()
    expect(code).toBe(1)
    expect(stderr).toContain(`did not start. The endpoint 'plain-http' cannot start: 127.0.0.1:${port} cannot be bound (EADDRINUSE).\n`)
    expect(await home.read(PID_FILE)).toBe('')
  })

  test('tells everything that is wrong with the configuration at once', async () => {
    await home.write('conf/sql-gateway.yaml', 'sql-gateway:\n  session:\n    idle-timeuot: 5 min\n  worker.threads.max: 0\n')
    const { code, stdout, stderr } = await home.runWith({ SQL_GATEWAY_MODE: 'x' }, 'start', ...OPTIONS, '-Dsql-gateway.log.level=loud')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr.split('\n').slice(0, 5)).toEqual([
      'The SQL Gateway did not start. 4 things are wrong:',
      "  - sql-gateway.log.level: 'loud' is not one of debug, info, warn, error (-Dsql-gateway.log.level).",
      "  - sql-gateway.worker.threads.max: '0' is not valid: at least 1 (sql-gateway.yaml, line 4).",
      "  - Unknown option 'sql-gateway.session.idle-timeuot' (sql-gateway.yaml, line 3). Did you mean 'sql-gateway.session.idle-timeout'?",
      '  - Unknown option: environment variable SQL_GATEWAY_MODE.',
    ])
    expect(await home.run('status')).toMatchObject({ code: 3 })
  })

  test('says what keeps a plug-in from being used', async () => {
    await home.addPlugins('throws')
    const { code, stderr } = await home.run('start', ...OPTIONS, '-Dsql-gateway.endpoint.type=plain-http, throws')
    expect(code).toBe(1)
    expect(stderr).toContain("The endpoint 'throws' of the package throws (plugins/throws) cannot be imported: no luck today.")
  })

  test('shows the last words of a process that ends while it starts', async () => {
    await home.addPlugins('dies')
    await home.run('start', ...OPTIONS, '-Dsql-gateway.endpoint.type=dies')
    const { code, stderr } = await home.run('start', ...OPTIONS, '-Dsql-gateway.endpoint.type=dies')
    expect(code).toBe(1)
    expect(stderr).toContain('The process ended while it started (SIGKILL).\nlast words\n\nIts log: ')
    expect(await home.read(PID_FILE)).toBe('')
  })
})

describe('sql-gateway.sh stop', () => {
  test('lets a statement under way end', async () => {
    const { url } = await start()
    const state = await run(url, 'SLEEP 400')
    expect(await state()).toBe('RUNNING')
    const stopped = home.run('stop')
    expect(await state()).toBe('FINISHED')
    expect(await stopped).toMatchObject({ code: 0, stderr: '' })
  })

  test('cancels a statement that outlasts the grace time', async () => {
    const { url } = await start('-Dsql-gateway.shutdown.grace-time=100 ms')
    const state = await run(url, 'SLEEP 600000')
    expect(await state()).toBe('RUNNING')
    const stopped = home.run('stop')
    expect(await state()).toBe('CANCELED')
    expect(await stopped).toMatchObject({ code: 0, stderr: '' })
  })

  test('finds nothing after kill -9, and the next start works', async () => {
    await start()
    const [pid = 0] = pidsIn(await home.read(PID_FILE))
    await home.kill()
    expect(await home.run('status')).toMatchObject({ code: 3, stdout: 'No SQL Gateway runs.\n' })
    await start()
    const [next, ...others] = pidsIn(await home.read(PID_FILE))
    expect(next).not.toBe(pid)
    expect(others).toEqual([])
  })
})

describe('sql-gateway.sh start-foreground', () => {
  /** Starts in the foreground, and gives the process with the address that it logs. */
  async function startForeground(): Promise<Running & { readonly child: ChildProcess; readonly url: string }> {
    const child = home.spawn('start-foreground', ...OPTIONS)
    const running = follow(child)
    return { ...running, child, url: addressIn(await running.stdout.until('The gateway is ready')) }
  }

  test('logs to the console, is shown by status, and ends on SIGTERM with exit code 0', async () => {
    const { child, ended, url } = await startForeground()
    expect((await home.run('status')).stdout).toContain(`pid ${child.pid}, `)
    expect((await fetch(`${url}/OK`)).ok).toBe(true)
    child.kill('SIGTERM')
    const { code, stdout, stderr } = await ended
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const messages = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { readonly msg: string }).msg)
    expect(messages.slice(messages.indexOf('The gateway is ready'))).toEqual([
      'The gateway is ready',
      'The gateway is stopping',
      'The gateway has stopped',
    ])
    expect(await home.read(PID_FILE)).toBe('')
  })

  test('waits for a statement on the first SIGINT and ends at once on the second', async () => {
    const { child, stdout, ended, url } = await startForeground()
    const state = await run(url, 'SLEEP 600000')
    expect(await state()).toBe('RUNNING')
    child.kill('SIGINT')
    await stdout.until('The gateway is stopping')
    child.kill('SIGINT')
    expect((await ended).code).toBe(130)
  })

  test('says what is wrong on standard error', async () => {
    const { code, stderr } = await home.run('start-foreground', ...OPTIONS, '-Dsql-gateway.log.levle=info')
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: "Unknown option: -Dsql-gateway.log.levle. Did you mean 'sql-gateway.log.level'?\n",
    })
  })

  test('runs where no pid file can be written, and says so', async () => {
    await home.write('run', 'a file is in the way')
    const { child, ended } = await startForeground()
    child.kill('SIGTERM')
    const { code, stdout } = await ended
    expect(code).toBe(0)
    expect(stdout).toContain('The pid file was not written: stop and status do not see this gateway')
  })
})

describe('a gateway whose endpoint has a fault', () => {
  test('logs a rejection that nobody handles, and goes on', async () => {
    const { url, stdout } = await start()
    await fetch(`${url}/unhandled-rejection`)
    expect(await (await fetch(`${url}/OK`)).text()).toMatch(/FINISHED\n$/)
    await home.run('stop')
    expect(await logOf(stdout)).toMatch(/"message":"nobody handles it".*"msg":"A rejection was not handled"/)
  })

  test('logs an exception that nobody catches, and ends', async () => {
    const { url, stdout } = await start()
    await fetch(`${url}/uncaught-exception`).catch(() => undefined)
    expect(await home.run('stop')).toMatchObject({ code: 0 })
    expect(await logOf(stdout)).toMatch(/"message":"nobody catches it".*"msg":"An exception was not caught"/)
    await start()
  })
})

describe('sql-gateway.sh', () => {
  test('goes on in a new log file after SIGHUP', async () => {
    const { stdout } = await start()
    const [pid = 0] = pidsIn(await home.read(PID_FILE))
    const [, log = ''] = /log +(\S+)/.exec(stdout) ?? []
    await rename(log, `${log}.1`)
    process.kill(pid, 'SIGHUP')
    await home.untilWritten(path.relative(home.path, log))
    await home.run('stop')
    expect(await home.read(path.relative(home.path, log))).toContain('The gateway has stopped')
    expect(await home.read(`${path.relative(home.path, log)}.1`)).toContain('The gateway is ready')
  })

  test.each([
    [[], 'A command is missing.'],
    [['strat'], "'strat' is not known."],
    [['start', '--prot=1'], "'--prot=1' is not known."],
  ])('refuses the words %j with its usage', async (words, fault) => {
    const { code, stdout, stderr } = await home.run(...words)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(new RegExp(`^${fault.replaceAll('.', '\\.')}\n\nUsage: sql-gateway\\.sh <command>`))
  })

  test('says its version', async () => {
    expect((await home.run('--version')).stdout).toMatch(/^SQL Gateway \d+\.\d+\.\d+ \(Node\.js v2\d\.\d+\.\d+, \w+-\w+\)\n$/)
  })

  test('helps with every command, variable, file and option, those of plug-ins included', async () => {
    const { code, stdout } = await home.run('--help')
    expect(code).toBe(0)
    for (const word of [
      'start-foreground',
      'status',
      'SQL_GATEWAY_DATA_DIR',
      `${home.path}/conf/sql-gateway.yaml`,
      'sql-gateway.worker.threads.max  (500)',
    ]) {
      expect(stdout).toContain(word)
    }
    expect(stdout).toContain('sql-gateway.endpoint.plain-http.port  (0)\n      Where it listens.\n')
  })

  test('works when it is called through links', async () => {
    await symlink(LAUNCHER, path.join(home.path, 'first'))
    await symlink('first', path.join(home.path, 'second'))
    const { stdout } = await promisify(execFile)(path.join(home.path, 'second'), ['--version'], {
      env: { ...process.env, SQL_GATEWAY_BUILD: 'never' },
    })
    expect(stdout).toMatch(/^SQL Gateway /)
  })
})
