import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { freePort } from '#scripts/process/free-port.js'
import { follow } from '../temporary-home.js'
import { CLIENT, runClient, startClient, startGateway } from './client-process.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sql-client-test-'))
})

afterEach(async () => await rm(folder, { recursive: true, force: true }))

async function file(name: string, content: string | Buffer): Promise<string> {
  await writeFile(join(folder, name), content)
  return join(folder, name)
}

describe('bin/sql-client.sh', () => {
  test('runs statements of the command line and keeps a database file', async () => {
    const made = await runClient(['--path', 'my.duckdb', '-c', "CREATE TABLE t AS SELECT 'kept' AS word"], { cwd: folder })
    expect(made).toMatchObject({ code: 0, stderr: '' })
    const found = await runClient(['-p', 'my.duckdb', '-o', 'csv', '-c', 'FROM t; SELECT 1.50 AS d, NULL AS n;'], { cwd: folder })
    expect(found).toEqual({ code: 0, stdout: 'word\nkept\nd,n\n1.50,\n', stderr: '' })
  })

  test('reads statements from standard input as they come, and answers before its end', async () => {
    const child = startClient(['-o', 'tsv', '--no-header'])
    const { stdout, ended } = follow(child)
    child.stdin.write("SELECT 'first';\nSELECT")
    expect(await stdout.until('first\n')).toBe('first\n')
    child.stdin.end(" 'sec\tond'")
    expect(await ended).toEqual({ code: 0, stdout: 'first\nsec\\tond\n', stderr: '' })
  })

  test('stops at the first statement that fails, with its place in the file, and with exit code 1', async () => {
    const script = await file('bad.sql', '\u{feff}SELECT 1 AS a;\r\n\r\n-- é\r\nSELECT\r\n  nothing;\r\nSELECT 2 AS b;\r\n')
    const { code, stdout, stderr } = await runClient(['-o', 'csv', '-f', script])
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'a\n1\n' })
    expect(stderr).toMatch(/^\[ERROR\] \S+bad\.sql:5:3: Binder Error: [^\r\n]*\n {2}5 \| {3}nothing\n {4}\| {3}\^{7}\n/)
    const all = await runClient(['-o', 'csv', '-k', '-f', script])
    expect(all).toMatchObject({ code: 1, stdout: 'a\n1\nb\n2\n' })
  })

  test('sets up the session by -i, and refuses queries there with their place', async () => {
    const init = await file('init.sql', "SET 'my.key' = 'my value';\nCREATE TEMPORARY VIEW v AS SELECT 7 AS n;")
    const set = await runClient(['-i', init, '-D', 'other.key=x', '-o', 'tsv', '--no-header', '-c', 'SET; FROM v'])
    expect(set).toMatchObject({ code: 0, stderr: '' })
    expect(set.stdout).toMatch(/^my\.key\tmy value$[\s\S]*^other\.key\tx$[\s\S]*^7$/m)
    const query = await runClient(['-i', await file('query.sql', 'SELECT 1;'), '-c', 'SELECT 2'])
    expect(query).toMatchObject({ code: 1, stdout: '' })
    expect(query.stderr).toMatch(/query\.sql:1:1: /)
  })

  test('refuses a file that is no UTF-8 with the line', async () => {
    const script = await file('latin.sql', Buffer.from("SELECT 1;\nSELECT 'gr\xf6\xdfe';\n", 'latin1'))
    const { code, stderr } = await runClient(['-f', script])
    expect(code).toBe(1)
    expect(stderr).toMatch(/latin\.sql is no valid UTF-8: line 2 has other bytes\./)
  })

  test('deploys a script as a whole where the session says so, and tells what the gateway says to that', async () => {
    await using gateway = await startGateway({ 'sql-gateway.endpoint.rest.api-versions': 'V2, V4' })
    const script = await file('job.sql', 'SELECT 1;')
    const ran = await runClient(['-e', gateway.url, '-D', 'execution.target=yarn-application', '-f', script])
    expect(ran).toMatchObject({ code: 1, stdout: '' })
    expect(ran.stderr).toBe('[ERROR] DuckDB runs within the gateway; there is no cluster to deploy a script to.\n')
  })

  test('calls other scripts by SOURCE, and ends by QUIT', async () => {
    const inner = await file('it.sql', 'SELECT 2;')
    const { code, stdout } = await runClient(['-o', 'csv', '--no-header'], {
      input: `SELECT 1; SOURCE '${inner}'; SELECT 3; QUIT; SELECT 4;`,
    })
    expect({ code, stdout }).toEqual({ code: 0, stdout: '1\n2\n3\n' })
  })

  test('tells where a script is called that cannot be read, and goes on behind that when it is told to', async () => {
    const outer = await file('outer.sql', "SELECT 1;\n  SOURCE 'no-such.sql';\nSELECT 3;")
    const stops = await runClient(['-f', outer, '-o', 'csv', '--no-header'])
    expect(stops).toMatchObject({ code: 1, stdout: '1\n' })
    expect(stops.stderr).toMatch(/outer\.sql:2:3: no-such\.sql cannot be read: there is no such file\.\n$/)
    expect(await runClient(['-k', '-f', outer, '-o', 'csv', '--no-header'])).toMatchObject({ code: 1, stdout: '1\n3\n' })
  })

  test('says that there is no place for temporary files', async () => {
    const nowhere = join(folder, 'nowhere')
    const env = { PATH: process.env['PATH'], SQL_GATEWAY_BUILD: 'never', TMPDIR: nowhere }
    const { code, stderr } = await follow(spawn(CLIENT, ['-c', 'SELECT 1'], { env, stdio: ['ignore', 'pipe', 'pipe'] })).ended
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: `[ERROR] The gateway inside did not start. The folder of temporary files, ${nowhere}, cannot be written (ENOENT). TMPDIR names another one.\n`,
    })
  })

  test.each([
    [['--foo'], 2, "Unknown option '--foo'"],
    [['remote'], 2, "'remote' is not known"],
    [['-o', 'xml', '-c', 'SELECT 1'], 2, '--output is one of table, csv, tsv, jsonl'],
    [['-e', 'localhost:1', '-c', 'SELECT 1'], 3, 'nothing listens there'],
    [['-f', '/no/such/file.sql'], 1, 'there is no such file'],
    [['-D', 'sql-gateway.sesion.max-num=1', '-c', 'SELECT 1'], 3, 'sql-gateway.session.max-num'],
  ])('ends %p with code %i', async (words, code, message) => {
    const ran = await runClient(words)
    expect(ran).toMatchObject({ code, stdout: '' })
    expect(ran.stderr).toContain(message)
  })

  test('writes many rows to a reader that goes away, and ends well', async () => {
    await using gateway = await startGateway()
    const child = startClient(['-e', gateway.url, '-o', 'csv', '-c', 'FROM range(100000000)'])
    const ended = once(child, 'close')
    const complaints = text(child.stderr)
    await once(child.stdout, 'data')
    child.stdout.destroy()
    expect(await complaints).toBe('')
    expect(await ended).toEqual([0, null])
    await untilNone(() => running(gateway.url))
  })

  test('cancels the statement at Ctrl-C, which would go on for hours, and leaves nothing behind at the gateway', async () => {
    await using gateway = await startGateway()
    const child = startClient(['-e', gateway.url, '-c', 'SELECT 1; SELECT count(*) FROM range(1000000000000) a, range(1000000000) b'])
    const closed = once(child, 'close')
    const { stdout, ended } = follow(child)
    await stdout.until('1 row in set')
    while ((await running(gateway.url)) === 0);
    child.kill('SIGINT')
    expect((await ended).stderr).toBe('[INFO] The statement was canceled.\n')
    // The signal is its end, so that shells stop, too: they say 130.
    expect(await closed).toEqual([null, 'SIGINT'])
    await untilNone(() => running(gateway.url))
    await untilNone(() => sessions(gateway.url))
  })

  test('leaves nothing behind either when it is stopped while the session is set up', async () => {
    await using gateway = await startGateway()
    const sum = 'SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range % 7 = 3'
    const child = startClient(['-e', gateway.url, '-i', await file('slow.sql', `CREATE TABLE slow AS ${sum};`), '-c', 'SELECT 1'])
    const ended = once(child, 'close')
    const output = Promise.all([text(child.stdout), text(child.stderr)])
    while ((await running(gateway.url)) === 0);
    child.kill('SIGINT')
    expect(await output).toEqual(['', '[INFO] The statement was canceled.\n'])
    expect(await ended).toEqual([null, 'SIGINT'])
    await untilNone(() => sessions(gateway.url))
  })

  test('does so though its reader has stopped', async () => {
    await using gateway = await startGateway()
    const child = startClient(['-e', gateway.url, '-o', 'csv', '-c', 'FROM range(1000000000)'])
    const ended = once(child, 'close')
    // Nobody reads on: the pipe fills up, and nothing more is fetched.
    await once(child.stdout, 'readable')
    child.kill('SIGINT')
    await once(child, 'exit')
    await untilNone(() => sessions(gateway.url))
    child.stdout.resume()
    child.stderr.resume()
    expect(await ended).toEqual([null, 'SIGINT'])
  })

  test('ends at the second signal, though the gateway inside computes, and removes its folder', async () => {
    const child = startClient(
      ['-c', 'SELECT 1; SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range % 7 = 3'],
      folder,
    )
    const ended = once(child, 'close')
    await follow(child).stdout.until('1 row in set')
    expect(await readdir(folder)).toHaveLength(1)
    child.kill('SIGTERM')
    child.kill('SIGHUP')
    expect(['SIGTERM', 'SIGHUP']).toContain((await ended)[1])
    expect(await readdir(folder)).toEqual([])
  })

  test('leaves no folder behind when it is stopped while it starts', async () => {
    const changes = watch(folder)
    const child = startClient(['-c', 'SELECT 1'], folder)
    const ended = once(child, 'close')
    await once(changes, 'change')
    changes.close()
    child.kill('SIGINT')
    child.stdout.resume()
    child.stderr.resume()
    expect(await ended).toEqual([null, 'SIGINT'])
    expect(await readdir(folder)).toEqual([])
  })

  test('says that the gateway went away in the middle, with exit code 3', async () => {
    // A port that nobody else comes by when the gateway is gone.
    const gateway = await startGateway({ 'sql-gateway.endpoint.rest.port': String(await freePort()) })
    const child = startClient(['-e', gateway.url])
    const { stdout, ended } = follow(child)
    child.stdin.write('SELECT 1;')
    await stdout.until('1 row in set')
    await gateway[Symbol.asyncDispose]()
    child.stdin.end('SELECT 2; SELECT 3;')
    const { code, stderr } = await ended
    expect(stderr).toMatch(/^\[ERROR\] standard input:1:10: http:\/\/127\.0\.0\.1:\d+ does not answer: nothing listens there/)
    expect(code).toBe(3)
  })

  test('shows help and version', async () => {
    const help = await runClient(['--help'])
    expect(help).toMatchObject({ code: 0, stderr: '' })
    expect(help.stdout).toMatch(/^The SQL client: .*\n\nUsage: sql-client\.sh \[embedded\|gateway\] \[options\]\n/)
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { readonly version: string }
    expect((await runClient(['-v'])).stdout).toBe(`SQL client ${version}\n`)
  })
})

/** What the client has told the gateway last may still be on the way when the client has ended. */
async function untilNone(count: () => Promise<number>): Promise<void> {
  while ((await count()) > 0);
}

async function running(url: string): Promise<number> {
  return await total(`${url}/admin/operations?status=RUNNING`)
}

async function sessions(url: string): Promise<number> {
  return await total(`${url}/admin/sessions`)
}

async function total(url: string): Promise<number> {
  const body = (await (await fetch(url)).json()) as { readonly total: number }
  return body.total
}
