import { describe, expect, test } from '@jest/globals'
import { BOOLEAN_TYPE, STRING_TYPE } from '@sql-gateway/gateway-common'
import { createFakeClock } from '@sql-gateway/gateway-common/testkit'
import { openEngine } from '../support/engine-under-test.js'
import { type FakeFlink, javaError, NOT_READY, openFakeFlink, textPage } from '../support/fake-flink.js'
import { pageText } from '../support/page-text.js'

const DESCRIBE_COLUMNS = ['name', 'type', 'null', 'key', 'extras', 'watermark', 'comment'].map((name) => ({
  name,
  type: name === 'null' ? BOOLEAN_TYPE : STRING_TYPE,
}))

function describePage(...rows: readonly (readonly string[])[]): string {
  return pageText({ columns: DESCRIBE_COLUMNS, rows, isQueryResult: false, nextToken: 1 })
}

async function openCatalog(): Promise<FakeFlink> {
  const flink = await openFakeFlink()
  flink.on('SHOW CATALOGS', () => textPage('catalog name', 'b', 'a'))
  flink.on('SHOW DATABASES FROM `a`', () => textPage('database name', 'd2', 'd1'))
  flink.on('SHOW DATABASES FROM `b`', () => textPage('database name', 'd1'))
  for (const noun of ['TABLES', 'VIEWS', 'MATERIALIZED TABLES']) flink.on(`SHOW ${noun}`, () => textPage('table name'))
  flink.on('SHOW TABLES FROM `a`.`d1`', () => textPage('table name', 'v', 't', 'm'))
  flink.on('SHOW VIEWS FROM `a`.`d1`', () => textPage('view name', 'v'))
  flink.on('SHOW MATERIALIZED TABLES FROM `a`.`d1`', () => textPage('materialized table', 'm'))
  flink.on('DESCRIBE', () => describePage(['"x"', '"INT"', 'true', 'null', 'null', 'null', 'null']))
  flink.on('DESCRIBE `a`.`d1`.`t`', () =>
    describePage(
      ['"id"', '"BIGINT"', 'false', '"PRI(part, id)"', 'null', 'null', '"the id"'],
      ['"part"', '"STRING"', 'false', '"PRI(part, id)"', 'null', 'null', 'null'],
      ['"ts"', '"TIMESTAMP(3) *ROWTIME*"', 'true', 'null', 'null', '"`ts` - INTERVAL \'5\' SECOND"', 'null'],
    ),
  )
  flink.on('SHOW FUNCTIONS', () => textPage('function name', 'abs', 'mine', 'sum'))
  flink.on('SHOW USER FUNCTIONS', () => textPage('function name', 'mine'))
  flink.on('SHOW CURRENT CATALOG', () => textPage('current catalog name', 'a'))
  flink.on('SHOW CURRENT DATABASE', () => textPage('current database name', 'd1'))
  return flink
}

describe('The catalog', () => {
  test('databases and tables of all catalogs are listed, told apart and sorted', async () => {
    await using flink = await openCatalog()
    await using test = await openEngine({ url: flink.url })
    const { catalog } = (await test.open()).raw
    expect(await catalog.listCatalogs()).toEqual(['a', 'b'])
    expect(await catalog.listDatabases({ database: 'D_' })).toEqual([
      { catalog: 'a', database: 'd1' },
      { catalog: 'a', database: 'd2' },
      { catalog: 'b', database: 'd1' },
    ])
    const here = { catalog: 'a', database: 'd1' }
    expect(await catalog.listTables({})).toEqual([
      { ...here, table: 'm', kind: 'MATERIALIZED_TABLE' },
      { ...here, table: 't', kind: 'TABLE' },
      { ...here, table: 'v', kind: 'VIEW' },
    ])
    expect((await catalog.listTables({ kinds: ['VIEW'] })).map(({ table }) => table)).toEqual(['v'])
  })

  test('views are told from tables where Flink shows them for the current database alone, too', async () => {
    await using flink = await openCatalog()
    flink.on('SHOW VIEWS FROM', () =>
      javaError('org.apache.flink.sql.parser.impl.ParseException: Encountered "FROM" at line 1, column 12.'),
    )
    flink.on('SHOW CREATE VIEW', () => javaError('x.TableException: SHOW CREATE VIEW is only supported for views.'))
    flink.on('SHOW CREATE VIEW `a`.`d1`.`v`', () => textPage('result', 'CREATE VIEW …'))
    await using test = await openEngine({ url: flink.url })
    const { catalog } = (await test.open()).raw
    expect((await catalog.listTables({})).map(({ table, kind }) => [table, kind])).toEqual([
      ['m', 'MATERIALIZED_TABLE'],
      ['t', 'TABLE'],
      ['v', 'VIEW'],
    ])
  })

  test('a table is described with its columns and its key', async () => {
    await using flink = await openCatalog()
    await using test = await openEngine({ url: flink.url })
    const { catalog } = (await test.open()).raw
    const path = { catalog: 'a', database: 'd1', table: 't' }
    const description = await catalog.getTable(path)
    expect(description.kind).toBe('TABLE')
    expect(description.columns).toEqual([
      { ...path, column: 'id', ordinal: 1, type: { root: 'BIGINT', nullable: false }, engineTypeText: 'BIGINT', comment: 'the id' },
      { ...path, column: 'part', ordinal: 2, type: { ...STRING_TYPE, nullable: false }, engineTypeText: 'STRING' },
      {
        ...path,
        column: 'ts',
        ordinal: 3,
        type: { root: 'TIMESTAMP_WITHOUT_TIME_ZONE', nullable: true, precision: 3 },
        engineTypeText: 'TIMESTAMP(3) *ROWTIME*',
      },
    ])
    expect(description.primaryKey.map(({ column, ordinal }) => [column, ordinal])).toEqual([
      ['part', 1],
      ['id', 2],
    ])
    expect((await catalog.listColumns({ column: '%i%' })).map(({ column }) => column)).toEqual(['id'])
  })

  test('what one catalog does not tell keeps nothing of the others back, and a table that is not there is an error', async () => {
    await using flink = await openCatalog()
    flink.on('SHOW DATABASES FROM `b`', () => javaError('x.CatalogException: The metastore is down.'))
    flink.on('DESCRIBE `a`.`d1`.`v`', () => javaError('x.ValidationException: View is broken.'))
    flink.on('DESCRIBE `a`.`d1`.`none`', () =>
      javaError("x.ValidationException: Tables or views with the identifier 'a.d1.none' doesn't exist."),
    )
    await using test = await openEngine({ url: flink.url })
    const { catalog } = (await test.open()).raw
    expect((await catalog.listDatabases({})).map(({ catalog: of }) => of)).toEqual(['a', 'a'])
    expect(new Set((await catalog.listColumns({})).map(({ table }) => table))).toEqual(new Set(['m', 't']))
    await expect(catalog.getTable({ catalog: 'a', database: 'd1', table: 'none' })).rejects.toMatchObject({ code: 'STATEMENT.NOT_FOUND' })
  })

  test('functions are built in, or of the place where the session stands', async () => {
    await using flink = await openCatalog()
    await using test = await openEngine({ url: flink.url })
    const { catalog } = (await test.open()).raw
    expect((await catalog.listFunctions({ isBuiltIn: true })).map(({ name }) => name)).toEqual(['abs', 'sum'])
    expect(await catalog.listFunctions({ name: 'MINE' })).toEqual([
      { name: 'mine', catalog: 'a', database: 'd1', kind: 'OTHER', isBuiltIn: false },
    ])
    await expect(catalog.getFunction('none')).rejects.toMatchObject({ code: 'STATEMENT.NOT_FOUND' })
  })

  test('answers are remembered until the session changes something, or they are old', async () => {
    const clock = createFakeClock()
    await using flink = await openCatalog()
    await using test = await openEngine({ url: flink.url, clock, catalogCacheMs: 30_000 })
    const session = await test.open()
    const { catalog } = session.raw
    const asked = () => flink.statements.filter((sql) => sql === 'SHOW CATALOGS').length
    await Promise.all([catalog.listCatalogs(), catalog.listCatalogs()])
    await session.rows('SELECT 1')
    await catalog.listCatalogs()
    expect(asked()).toBe(1)
    await session.rows('CREATE CATALOG c WITH ()')
    await catalog.listCatalogs()
    expect(asked()).toBe(2)
    await clock.advance(30_000)
    await catalog.listCatalogs()
    expect(asked()).toBe(3)
  })

  test('the place is known where the session was moved, and asked for where it was not', async () => {
    await using flink = await openCatalog()
    await using test = await openEngine({ url: flink.url })
    const session = await test.open()
    const place = async () => [await session.raw.catalog.getCurrentCatalog(), await session.raw.catalog.getCurrentDatabase()]
    expect(await place()).toEqual(['a', 'd1'])
    await session.rows('USE b.`x y`')
    expect(await place()).toEqual(['b', 'x y'])
    await session.rows('USE z')
    expect(await place()).toEqual(['b', 'z'])
  })

  test('a session that is busy, or collects a statement set, is asked beside, where it stands', async () => {
    await using flink = await openCatalog()
    flink.on('INSERT', () => NOT_READY)
    await using test = await openEngine({ url: flink.url })
    const session = await test.open()
    await session.rows('USE b.d1')
    const abort = new AbortController()
    const fetched = flink.seen('GET S/O/result/0')
    const running = session.execute('INSERT INTO t SELECT 1', abort.signal)
    await fetched
    expect(await session.raw.catalog.listCatalogs()).toEqual(['a', 'b'])
    expect(await session.raw.complete?.('SEL', 3)).toEqual(['SELECT', 'SET'])
    expect(flink.sessions.size).toBe(2)
    expect(flink.statements.slice(0, 4)).toEqual(['USE b.d1', 'INSERT INTO t SELECT 1', 'USE `b`.`d1`', 'SHOW CATALOGS'])
    abort.abort()
    await running.catch(() => undefined)
    await session.rows('BEGIN STATEMENT SET')
    expect(session.raw.pinnedBy()).toBe('the statement set that was begun')
    await session.raw.catalog.listFunctions({})
    await session.rows('END')
    expect(session.raw.pinnedBy()).toBeUndefined()
    const owners = new Set(flink.requests.filter(({ path }) => path === 'S/statements').map(({ body }) => body['statement']))
    expect(owners.has('SHOW USER FUNCTIONS')).toBe(true)
  })

  test('questions beside a session share one session there, and it ends with it', async () => {
    await using flink = await openCatalog()
    flink.on('INSERT', () => NOT_READY)
    await using test = await openEngine({ url: flink.url })
    const session = await test.open()
    const fetched = flink.seen('GET S/O/result/0')
    const running = session.execute('INSERT INTO t SELECT 1')
    running.catch(() => undefined)
    await fetched
    const { catalog } = session.raw
    await Promise.all([catalog.listCatalogs(), catalog.listTables({}), catalog.listFunctions({}), session.raw.complete?.('S', 1)])
    expect(flink.sessions.size).toBe(2)
    await session.raw.close()
    await running.catch(() => undefined)
    await test.engine.close()
    expect(flink.sessions.size).toBe(0)
  })

  test('what was told beside a session is not remembered, and what the session told before is better', async () => {
    const clock = createFakeClock()
    await using flink = await openCatalog()
    let isRunning = false
    flink.on('INSERT', () => NOT_READY)
    flink.on('SHOW CATALOGS', () => textPage('catalog name', ...(isRunning ? ['beside'] : ['a', 'own'])))
    await using test = await openEngine({ url: flink.url, clock, catalogCacheMs: 1000 })
    const session = await test.open()
    const { catalog } = session.raw
    const whileBusy = async <T>(ask: () => Promise<T>): Promise<T> => {
      const abort = new AbortController()
      const fetched = flink.seen('GET S/O/result/0')
      const running = session.execute('INSERT INTO t SELECT 1', abort.signal)
      await fetched
      isRunning = true
      const answer = await ask()
      isRunning = false
      abort.abort()
      await running.catch(() => undefined)
      return answer
    }
    expect(await whileBusy(() => catalog.listCatalogs())).toEqual(['beside'])
    expect(await catalog.listCatalogs()).toEqual(['a', 'own'])
    await clock.advance(1000)
    expect(await whileBusy(() => catalog.listCatalogs())).toEqual(['a', 'own'])
  })
})
