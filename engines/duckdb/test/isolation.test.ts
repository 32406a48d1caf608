import { link, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openEngine, type TestEngine } from './support/engine-under-test.js'

describe('engines/duckdb: sessions beside each other', () => {
  let engine: TestEngine
  let dataDirectory: string
  let file: string

  beforeAll(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), 'duckdb-isolation-'))
    file = join(dataDirectory, 'default.duckdb')
    engine = await openEngine({ dataDirectory, path: file })
  })
  afterAll(async () => {
    await engine.close()
    await rm(dataDirectory, { recursive: true })
  })

  const pair = async () => [await engine.open(), await engine.open()] as const

  test('neither settings nor place nor variables of one reach the other', async () => {
    const [one, other] = await pair()
    await one.run('CREATE DATABASE own_place')
    for (const sql of ["SET TimeZone = 'Asia/Tokyo'", 'USE own_place', 'SET VARIABLE x = 1', 'PREPARE p AS SELECT 1', "SET 'a' = 'b'"])
      await one.run(sql)
    expect(await other.value("SELECT current_setting('TimeZone')")).not.toBe('Asia/Tokyo')
    expect(await other.value('SELECT current_schema()')).toBe('default_database')
    expect(await other.value("SELECT getvariable('x') IS NULL")).toBe('true')
    expect((await other.error('EXECUTE p')).code).toBe('STATEMENT.NOT_FOUND')
    await one.run('USE default_database')
    await one.run('DROP DATABASE own_place')
  })

  test('an open transaction is seen by its own session only, and pins it', async () => {
    const [one, other] = await pair()
    await one.run('CREATE TABLE counted (a INT)')
    await one.run('BEGIN')
    await one.run('INSERT INTO counted VALUES (1)')
    expect(one.raw.pinnedBy()).toBe('an open transaction')
    expect([await one.value('SELECT count(*) FROM counted'), await other.value('SELECT count(*) FROM counted')]).toEqual(['1', '0'])
    await one.run('ROLLBACK')
    expect(one.raw.pinnedBy()).toBeUndefined()
    expect(await one.value('SELECT count(*) FROM counted')).toBe('0')
    await one.run('DROP TABLE counted')
  })

  test('closing a session rolls its transaction back', async () => {
    const [one, other] = await pair()
    await one.run('CREATE TABLE left_over (a INT)')
    await one.run('BEGIN')
    await one.run('INSERT INTO left_over VALUES (1)')
    await one.close()
    expect(await other.value('SELECT count(*) FROM left_over')).toBe('0')
    await other.run('DROP TABLE left_over')
  })

  test.each([
    ['CREATE TEMP VIEW pv AS SELECT 1', 'DROP VIEW pv', 'temporary objects'],
    ['CREATE TEMP MACRO pm() AS 1', 'DROP MACRO pm', 'temporary objects'],
    ['CREATE TEMPORARY TABLE pt (a INT)', 'DROP TABLE pt', 'temporary objects'],
    ['PREPARE pp AS SELECT 1', 'DEALLOCATE pp', 'prepared statements'],
    ['SET VARIABLE px = 1', 'RESET VARIABLE px', 'SQL variables'],
  ])('%s pins the session until %s', async (pin, unpin, reason) => {
    const [session] = await pair()
    await session.run(pin)
    expect(session.raw.pinnedBy()).toBe(reason)
    await session.run(unpin)
    expect(session.raw.pinnedBy()).toBeUndefined()
  })

  test('a PIVOT that looks its values up does not pin the session', async () => {
    const [session] = await pair()
    await session.run('PIVOT (SELECT 1 AS a, 2 AS b) ON a USING sum(b)')
    expect(session.raw.pinnedBy()).toBeUndefined()
  })

  test.each([
    ['SET threads = 1', 'threads'],
    ["SET memory_limit = '1GB'", 'memory_limit'],
    ["SET GLOBAL TimeZone = 'Asia/Tokyo'", 'TimeZone'],
    ['PRAGMA threads = 1', 'threads'],
    ['SET enable_external_access = true', 'enable_external_access'],
    ["SET allowed_directories = ['/']", 'allowed_directories'],
    ['SET lock_configuration = false', 'lock_configuration'],
    ["SET streaming_buffer_size = '10GB'", 'streaming_buffer_size'],
    ['SET enable_progress_bar_print = true', 'enable_progress_bar_print'],
    ['RESET GLOBAL memory_limit', 'memory_limit'],
    ['EXPLAIN ANALYZE SET threads = 1', 'threads'],
  ])('%s changes nothing', async (sql, setting) => {
    const [one, other] = await pair()
    const value = `SELECT current_setting('${setting}')::VARCHAR`
    const before = await other.value(value)
    expect(['STATEMENT.FORBIDDEN', 'FEATURE.UNSUPPORTED']).toContain((await one.error(sql)).code)
    expect([await one.value(value), await other.value(value)]).toEqual([before, before])
  })

  test('logging of the instance cannot be switched on, which would end every later statement', async () => {
    const [one, other] = await pair()
    expect((await one.error("CALL enable_logging(storage = 'file', storage_path = '/nowhere')")).code).toBe('STATEMENT.FORBIDDEN')
    expect(await other.value('SELECT 1')).toBe('1')
  })

  describe('files', () => {
    test('of the allowed folder are read and written, also by COPY and ATTACH', async () => {
      const [session] = await pair()
      const folder = join(dataDirectory, 'files')
      await session.run(`COPY (SELECT 42 AS a) TO '${folder}/a.csv'`)
      expect(await session.rows(`FROM '${folder}/a.csv'`)).toEqual([['42']])
      expect((await session.run(`COPY (FROM range(3)) TO '${folder}/b.parquet'`)).outcome.affectedRows).toBe(3n)
      await session.run(`ATTACH '${folder}/x.duckdb' AS attached`)
      await session.run('CREATE TABLE attached.main.t AS SELECT 1 AS a')
      expect(await session.rows('SHOW CATALOGS')).toEqual([['attached'], ['default_catalog']])
      await session.run('DETACH attached')
    })

    test.each([
      "SELECT * FROM read_text('/etc/hostname')",
      "FROM '/etc/passwd.csv'",
      "FROM read_csv('/etc/pass*')",
      "FROM glob('/etc/*')",
      "COPY (SELECT 1) TO '/tmp/should-not-be.csv'",
      "ATTACH '/tmp/should-not-be.duckdb' AS x",
      "EXPORT DATABASE '/tmp/should-not-be'",
      "CREATE CATALOG x WITH ('type' = 'duckdb', 'path' = '/tmp/should-not-be.duckdb')",
      "CREATE CATALOG x WITH ('type' = 'duckdb', 'path' = '../../should-not-be.duckdb')",
      "FROM 'http://127.0.0.1:1/x.csv'",
      "LOAD '/tmp/x.duckdb_extension'",
      'LOAD httpfs',
      'INSTALL httpfs',
    ])('%s is refused', async (sql) => {
      const [session] = await pair()
      expect((await session.error(sql)).code).toBe('STATEMENT.FORBIDDEN')
    })

    test('no error names folders that the user did not write', async () => {
      const [session] = await pair()
      for (const sql of [
        "ATTACH 'here.duckdb' AS x",
        'INSTALL httpfs',
        "FROM 'here.csv'",
        "CREATE CATALOG x WITH ('type' = 'duckdb', 'path' = '../../here.duckdb')",
      ]) {
        const { publicMessage } = await session.error(sql)
        expect(publicMessage).not.toMatch(/\/(?:root|home|tmp|work|Users)\//)
      }
    })

    test.each([
      "FROM 'here.csv'",
      "SELECT * FROM read_text('here/*.txt')",
      "COPY (SELECT 1) TO 'here.csv'",
      "ATTACH 'here.duckdb' AS x",
      "EXPORT DATABASE 'here'",
      "CREATE CATALOG x WITH ('type' = 'duckdb', 'path' = '../here.duckdb')",
    ])('%s is told which files may be used, and which option says so', async (sql) => {
      const [session] = await pair()
      const { publicMessage, details } = await session.error(sql)
      expect(publicMessage).toContain(
        "\nStatements may use files in the folder 'files' of this engine's data folder (var/engines/duckdb/files unless that was moved) and in examples/data of the gateway's home; sql-gateway.engine.duckdb.allowed-directories allows other folders.",
      )
      expect(publicMessage).not.toContain(dataDirectory)
      expect(details.engineErrorName).toBe('Permission Error')
    })

    test('that hold databases are not written to by COPY, by whatever name', async () => {
      const [session] = await pair()
      const folder = join(dataDirectory, 'files')
      await session.run('CREATE TABLE precious AS SELECT 7 AS a')
      await session.run('CHECKPOINT')
      await writeFile(join(folder, 'plain.csv'), '')
      await symlink(file, join(folder, 'symbolic.csv'))
      await link(file, join(folder, 'hard.csv'))
      const before = await stat(file)
      const names = [
        file,
        `${file}.wal`,
        join(folder, '..', 'default.duckdb'),
        `file://${file}`,
        `file:${file}`,
        join(folder, 'symbolic.csv'),
        join(folder, 'hard.csv'),
      ]
      for (const name of names) {
        const error = await session.error(`COPY (SELECT 1) TO '${name}' (FORMAT csv, USE_TMP_FILE false)`)
        expect([name, error.code]).toEqual([name, 'STATEMENT.FORBIDDEN'])
      }
      await session.run(`COPY (SELECT 1) TO '${join(folder, 'plain.csv')}' (FORMAT csv, USE_TMP_FILE false)`)
      expect((await readFile(file)).subarray(8, 12).toString()).toBe('DUCK')
      expect((await stat(file)).ino).toBe(before.ino)
      expect(await session.rows('FROM precious')).toEqual([['7']])
    })
  })

  test.each([
    'SELECT 1a$$; CREATE TABLE hidden AS SELECT 1; SELECT 1a$$',
    'PREPARE p AS SELECT $1a$$; CREATE TABLE hidden AS SELECT 1; PREPARE q AS SELECT $1a$$',
    "SELECT E'a'\n'\\'' AS x; CREATE TABLE hidden AS SELECT 1; SELECT E'a'\n'\\'' AS y",
    'PIVOT t ON a USING sum(b); CREATE TABLE hidden AS SELECT 1',
  ])('no second statement hides behind odd quotes: %j', async (sql) => {
    const [session] = await pair()
    expect((await session.error(sql)).code).toBe('STATEMENT.MULTIPLE')
    expect((await session.error('FROM hidden')).code).toBe('STATEMENT.NOT_FOUND')
  })

  test.each(['default_catalog', 'system', 'temp', '"DEFAULT_CATALOG"'])(
    '%s cannot be detached, even when no session stands in it',
    async (name) => {
      await using lone = await openEngine()
      const session = await lone.open()
      await session.run("CREATE CATALOG elsewhere WITH ('type' = 'memory')")
      await session.run('USE CATALOG elsewhere')
      for (const sql of [`DETACH ${name}`, `DETACH DATABASE IF EXISTS ${name}`, `DROP CATALOG ${name}`]) {
        expect([sql, (await session.error(sql)).code]).toEqual([sql, 'STATEMENT.FORBIDDEN'])
      }
      expect(await (await lone.open()).value('SELECT 1')).toBe('1')
    },
  )

  describe('what spills to disk', () => {
    test('cannot be read, written or attached by a session', async () => {
      await using small = await openEngine({ memoryLimit: 40 * 1024 * 1024, threads: 2 })
      const [one, other] = [await small.open(), await small.open()]
      await one.run("CREATE TEMP TABLE own AS SELECT 'TOPSECRET-' || i AS m, random() AS r FROM range(1500000) AS t(i)")
      const folder = join(small.dataDirectory, 'tmp')
      const names = await readdir(folder)
      expect(names.length).toBeGreaterThan(0)
      for (const name of names) expect((await readFile(join(folder, name))).includes('TOPSECRET')).toBe(false)
      const [name] = names
      for (const sql of [
        `COPY (SELECT 1) TO '${folder}/${name}' (FORMAT csv, USE_TMP_FILE false)`,
        `COPY (SELECT 1) TO '${small.dataDirectory}/files/../tmp/${name}' (FORMAT csv, USE_TMP_FILE false)`,
        `COPY (SELECT 1 AS a) TO '${folder}' (FORMAT csv, PARTITION_BY (a), OVERWRITE)`,
        `EXPORT DATABASE '${folder}/x'`,
        `EXPORT DATABASE '${small.dataDirectory}'`,
        `ATTACH '${folder}/new.duckdb' AS x`,
        "CREATE CATALOG x WITH ('type' = 'duckdb', 'path' = '../tmp/new.duckdb')",
        "CREATE CATALOG x WITH ('type' = 'duckdb', 'path' = '../spool/new.duckdb')",
      ]) {
        expect([sql, (await other.error(sql)).code]).toEqual([sql, 'STATEMENT.FORBIDDEN'])
      }
      expect(await one.value("SELECT count(*) FROM own WHERE m LIKE 'TOPSECRET-%'")).toBe('1500000')
    })
  })

  test('COPY and EXPORT to a folder do not touch the databases in it', async () => {
    await using lone = await openEngine()
    const session = await lone.open()
    const folder = join(lone.dataDirectory, 'files')
    await session.run(`COPY (SELECT 1 AS a, 2 AS b) TO '${folder}/p' (FORMAT csv, PARTITION_BY (a))`)
    await session.run("CREATE CATALOG cp WITH ('type' = 'duckdb', 'path' = 'p/a=1/x.duckdb')")
    await session.run("CREATE CATALOG cs WITH ('type' = 'duckdb', 'path' = 'schema.sql')")
    for (const sql of [
      `COPY (SELECT 1 AS a, 2 AS b) TO '${folder}/p' (FORMAT csv, PARTITION_BY (a), OVERWRITE)`,
      `EXPORT DATABASE '${folder}'`,
      `COPY (SELECT 1) TO '${folder}/schema.sql' (FORMAT csv)`,
    ]) {
      expect([sql, (await session.error(sql)).code]).toEqual([sql, 'STATEMENT.FORBIDDEN'])
    }
    await session.run(`EXPORT DATABASE '${folder}/exported'`)
    expect((await readdir(join(folder, 'exported'))).sort()).toEqual(['load.sql', 'schema.sql'])
  })

  test('* lifts the limit for files', async () => {
    await using free = await openEngine({ allowedDirectories: ['*'] })
    const session = await free.open()
    await writeFile(join(free.dataDirectory, 'anywhere.csv'), 'a\n1\n')
    expect(await session.rows(`FROM '${free.dataDirectory}/anywhere.csv'`)).toEqual([['1']])
    expect((await session.error('SET threads = 1')).code).toBe('STATEMENT.FORBIDDEN')
  })

  test('other folders take the place of the defaults', async () => {
    await using limited = await openEngine({ allowedDirectories: ['shared'] })
    const session = await limited.open()
    const own = join(limited.dataDirectory, 'files', 'a.csv')
    expect(await session.error(`COPY (SELECT 1) TO '${own}'`)).toMatchObject({
      code: 'STATEMENT.FORBIDDEN',
      publicMessage: expect.stringContaining('in the folders that sql-gateway.engine.duckdb.allowed-directories names'),
    })
  })
})
