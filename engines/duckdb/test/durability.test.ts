import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { openEngine } from './support/engine-under-test.js'

const WRITER = fileURLToPath(import.meta.resolve('./support/endless-writer.js'))

describe('engines/duckdb: what outlives the process', () => {
  let dataDirectory: string
  let path: string

  beforeEach(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), 'duckdb-durable-'))
    path = join(dataDirectory, 'default.duckdb')
  })
  afterEach(() => rm(dataDirectory, { recursive: true }))

  const open = () => openEngine({ dataDirectory, path })

  test('tables, databases and catalogs are there after a restart; memory catalogs are empty', async () => {
    {
      await using first = await open()
      const session = await first.open()
      await session.run('CREATE DATABASE kept')
      await session.run('CREATE TABLE kept.t AS SELECT 5 AS a')
      await session.run("CREATE CATALOG on_disk WITH ('type' = 'duckdb', 'path' = 'other.duckdb')")
      await session.run("CREATE CATALOG in_memory WITH ('type' = 'memory')")
      await session.run('CREATE TABLE on_disk.main.t AS SELECT 6 AS a')
      await session.run('CREATE TABLE in_memory.main.t AS SELECT 7 AS a')
      await session.run("CREATE CATALOG dropped WITH ('type' = 'memory')")
      await session.run('DROP CATALOG dropped')
    }
    await using second = await open()
    const session = await second.open()
    expect(await session.rows('SHOW CATALOGS')).toEqual([['default_catalog'], ['in_memory'], ['on_disk']])
    expect([await session.rows('FROM kept.t'), await session.rows('FROM on_disk.main.t')]).toEqual([[['5']], [['6']]])
    expect((await session.error('FROM in_memory.main.t')).code).toBe('STATEMENT.NOT_FOUND')
  })

  test('a catalog whose file cannot be opened is left out and can be dropped', async () => {
    await mkdir(join(dataDirectory, 'files'))
    await writeFile(join(dataDirectory, 'files', 'broken.duckdb'), 'this is no database'.repeat(1000))
    const catalogs = [{ name: 'broken', options: { type: 'duckdb', path: 'broken.duckdb' } }]
    await writeFile(join(dataDirectory, 'catalogs.json'), JSON.stringify({ version: 1, catalogs }))
    {
      await using engine = await open()
      const session = await engine.open()
      expect(await session.rows('SHOW CATALOGS')).toEqual([['default_catalog']])
      await session.run('DROP CATALOG broken')
    }
    expect(JSON.parse(await readFile(join(dataDirectory, 'catalogs.json'), 'utf8'))).toMatchObject({ catalogs: [] })
  })

  test('a catalog whose file is gone stays away, and is not made anew', async () => {
    const catalogs = [{ name: 'gone', options: { type: 'duckdb', path: 'gone.duckdb' } }]
    await writeFile(join(dataDirectory, 'catalogs.json'), JSON.stringify({ version: 1, catalogs }))
    {
      await using engine = await open()
      const session = await engine.open()
      expect(await session.rows('SHOW CATALOGS')).toEqual([['default_catalog']])
      await session.run('DROP CATALOG gone')
    }
    await expect(access(join(dataDirectory, 'files', 'gone.duckdb'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('what a killed process left in the folders of its own is cleared at the start', async () => {
    for (const folder of ['tmp', 'spool']) {
      await mkdir(join(dataDirectory, folder))
      await writeFile(join(dataDirectory, folder, 'left.tmp'), 'x')
    }
    await using _engine = await open()
    for (const folder of ['tmp', 'spool']) expect(await readdir(join(dataDirectory, folder))).toEqual([])
  })

  test('a list of catalogs that nobody can read stops the start', async () => {
    await writeFile(join(dataDirectory, 'catalogs.json'), '{"catalogs": 5}')
    await expect(open()).rejects.toMatchObject({ code: 'GATEWAY.START_FAILED', publicMessage: expect.stringContaining('catalogs.json') })
  })

  test('kill -9 in the middle of writing loses no row that was committed, and another process is kept out until then', async () => {
    const writer = spawn(process.execPath, [WRITER, dataDirectory, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    let printed = ''
    writer.stdout.setEncoding('utf8')
    writer.stdout.on('data', (more) => {
      printed += String(more)
    })
    while (!printed.includes('\n200\n')) await once(writer.stdout, 'data')

    await expect(open()).rejects.toMatchObject({
      code: 'GATEWAY.START_FAILED',
      publicMessage: expect.stringContaining(`another process uses it (process ${writer.pid})`),
    })
    writer.kill('SIGKILL')
    await once(writer, 'close')
    const committed = printed.trim().split('\n').map(Number).at(-1) as number

    await using engine = await open()
    const session = await engine.open()
    const [[count, largest] = []] = await session.rows('SELECT count(*), max(a) FROM written')
    // What was committed last may not have been printed, or not have been read from the pipe.
    expect(Number(largest)).toBeGreaterThanOrEqual(committed)
    expect(count).toBe(largest)
  })

  test('a file that is no database stops the start, with the reason', async () => {
    const wrong = join(dataDirectory, 'wrong.duckdb')
    await writeFile(wrong, 'this is no database'.repeat(1000))
    await expect(openEngine({ dataDirectory, path: wrong })).rejects.toMatchObject({
      code: 'GATEWAY.START_FAILED',
      publicMessage: expect.stringContaining('not a valid DuckDB database file'),
    })
  })

  test('closing lets go of the file at once', async () => {
    for (let round = 0; round < 3; round++) {
      await using engine = await open()
      const session = await engine.open()
      // A result that is still being read holds DuckDB's own objects.
      await session.execute('FROM range(3000000)')
    }
  })
})
