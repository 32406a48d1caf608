import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { addressIn, createTemporaryHome, type TemporaryHome } from './temporary-home.js'

const FREE_PORT = '-Dsql-gateway.endpoint.rest.port=0'

let home: TemporaryHome

beforeEach(async () => {
  home = await createTemporaryHome()
})

afterEach(async () => await home[Symbol.asyncDispose]())

interface ResultBody {
  readonly resultType: string
  readonly results?: { readonly data: readonly { readonly fields: readonly unknown[] }[] }
  readonly nextResultUri?: string
}

async function call<T>(url: string, method = 'GET', body?: object): Promise<T> {
  const response = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  const answer: unknown = await response.json()
  if (!response.ok) throw new TypeError(JSON.stringify(answer))
  return answer as T
}

async function openSession(url: string): Promise<string> {
  const { sessionHandle } = await call<{ readonly sessionHandle: string }>(`${url}/v1/sessions`, 'POST', {})
  return `${url}/v1/sessions/${sessionHandle}`
}

async function submit(session: string, statement: string): Promise<string> {
  const { operationHandle } = await call<{ readonly operationHandle: string }>(`${session}/statements`, 'POST', { statement })
  return `${session}/operations/${operationHandle}`
}

/** Runs a statement to its end, as a client does, and gives the fields of its rows. */
async function query(session: string, statement: string): Promise<readonly (readonly unknown[])[]> {
  const rows: (readonly unknown[])[] = []
  let next: string | undefined = `${await submit(session, statement)}/result/0`
  while (next !== undefined) {
    const page: ResultBody = await call<ResultBody>(next)
    rows.push(...(page.results?.data ?? []).map(({ fields }) => fields))
    next = page.nextResultUri === undefined ? undefined : new URL(page.nextResultUri, next).href
  }
  return rows
}

async function start(...options: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await home.run('start', FREE_PORT, ...options)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return addressIn(stdout)
}

describe('a gateway as it comes: REST over DuckDB', () => {
  test('runs SQL, and finds its data again after a restart', async () => {
    const first = await openSession(await start())
    await query(first, "CREATE TABLE cities AS SELECT * FROM (VALUES ('Lyon', 522), ('Nice', 348)) AS t (name, thousands)")
    expect(await query(first, 'SELECT name, thousands * 2 FROM cities ORDER BY name')).toEqual([
      ['Lyon', 1044],
      ['Nice', 696],
    ])
    expect(await home.run('stop')).toMatchObject({ code: 0, stderr: '' })
    const second = await openSession(await start())
    expect(await query(second, 'SELECT count(*) FROM cities')).toEqual([[2]])
  })

  test('shows its sessions and running statements by status, and stops a statement that outlasts the grace time', async () => {
    const url = await start('-Dsql-gateway.shutdown.grace-time=200 ms')
    const session = await openSession(url)
    await openSession(url)
    const running = await submit(session, 'SELECT count(*) FROM range(1000000000) a, range(1000000000) b')
    await submit(session, 'SELECT 1')
    while ((await call<{ readonly status: string }>(`${running}/status`)).status !== 'RUNNING');
    const { stdout } = await home.run('status')
    expect(stdout).toContain('\n  sessions     2 open\n  statements   1 running, 1 waiting\n')
    const stopped = await home.run('stop')
    expect(stopped).toMatchObject({ code: 0, stderr: '' })
    expect(stopped.stdout).toContain('Stopped, pid ')
  })

  test('refuses a second gateway on the same port with the port and the one that has it', async () => {
    const url = await start()
    const { port } = new URL(url)
    const { code, stderr } = await home.run('start', `-Dsql-gateway.endpoint.rest.port=${port}`, '-Dsql-gateway.data-dir=other')
    expect(code).toBe(1)
    expect(stderr).toMatch(new RegExp(`^The SQL Gateway did not start\\. The endpoint 'rest' cannot start: .*${port}`))
    expect(stderr).toMatch(new RegExp(`Running with the same pid folder: pid \\d+, ${url}\\.`))
  })

  test('refuses a second gateway on the same database file, though its data folder is another', async () => {
    await start()
    const database = `${home.path}/var/engines/duckdb/default.duckdb`
    const { code, stderr } = await home.run(
      'start',
      FREE_PORT,
      '-Dsql-gateway.data-dir=other',
      `-Dsql-gateway.engine.duckdb.path=${database}`,
    )
    expect(code).toBe(1)
    expect(stderr).toMatch(/^The SQL Gateway did not start\. The engine 'duckdb' cannot be opened: .*another process/)
  })

  test('has no port open to other machines', async () => {
    const { code, stderr } = await home.run('start', FREE_PORT, '-Dsql-gateway.endpoint.rest.bind-address=0.0.0.0')
    expect(code).toBe(1)
    expect(stderr).toContain('allow-insecure-bind')
  })

  test('loses no row that was acknowledged when it is killed in the middle of writing', async () => {
    const url = await start()
    const session = await openSession(url)
    await query(session, 'CREATE TABLE journal (n INTEGER)')
    await query(session, "CREATE CATALOG kept WITH ('type' = 'duckdb', 'path' = 'kept.duckdb')")
    const acknowledged: number[] = []
    const manyWritten = Promise.withResolvers<void>()
    const write = async (): Promise<void> => {
      for (let n = 1; ; n++) {
        await query(session, `INSERT INTO journal VALUES (${n})`)
        acknowledged.push(n)
        if (n === 39) manyWritten.resolve()
      }
    }
    const writing = expect(write()).rejects.toThrow()
    await manyWritten.promise
    await home.kill()
    await writing
    const again = await openSession(await start())
    const found = (await query(again, 'SELECT n FROM journal')).map(([n]) => n)
    expect(found).toEqual(expect.arrayContaining(acknowledged))
    expect(await query(again, 'SHOW CATALOGS')).toEqual([['default_catalog'], ['kept']])
  })
})
