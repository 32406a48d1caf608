import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type FlinkHome, installFlink } from '#scripts/peers/flink/install.js'
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.js'
import { type ClientRun, type ClientTask, runSqlClient } from './sql-client.js'
import { FLINK_VERSIONS, sayOnConsole } from './versions.js'

const OK_LINE = '[INFO] Execute statement succeeded.'

describe.each(FLINK_VERSIONS)("Flink %s's sql-client", (version) => {
  let flink: FlinkHome
  let gateway: GatewayProcess

  beforeAll(async () => {
    flink = await installFlink(version, sayOnConsole)
    gateway = await startGatewayProcess()
  })

  afterAll(() => gateway.stop())

  const run = (task: Omit<ClientTask, 'gateway'>): Promise<ClientRun> => runSqlClient(flink, { gateway: gateway.restAddress, ...task })

  test('runs a script of definitions, changes and queries', async () => {
    const database = `people_${version.replaceAll('.', '_')}`
    const { exitCode, output, tables, errors } = await run({
      script: `CREATE DATABASE ${database};
USE ${database};
CREATE TABLE people (
  id INTEGER PRIMARY KEY,
  name VARCHAR NOT NULL, -- a comment; with a semicolon
  born DATE
);
INSERT INTO people VALUES (1, 'Ada', DATE '1815-12-10'), (2, 'Grüße, 世界', DATE '1906-12-09'), (3, 'Ø', NULL);
SELECT * FROM people ORDER BY id;
UPDATE people SET name = upper(name) WHERE id = 1;
DELETE FROM people WHERE id = 3;
SELECT count(*) AS n, max(name) AS last FROM people;
SHOW TABLES;
DESCRIBE people;
SHOW CURRENT CATALOG;
SHOW CURRENT DATABASE;
DROP TABLE people;
SHOW TABLES;
`,
    })
    expect(errors).toEqual([])
    expect(tables).toEqual([
      { columns: ['rows affected'], rows: [['3']] },
      {
        columns: ['id', 'name', 'born'],
        rows: [
          ['1', 'Ada', '1815-12-10'],
          ['2', 'Grüße, 世界', '1906-12-09'],
          ['3', 'Ø', '<NULL>'],
        ],
      },
      { columns: ['rows affected'], rows: [['1']] },
      { columns: ['rows affected'], rows: [['1']] },
      { columns: ['n', 'last'], rows: [['2', 'Grüße, 世界']] },
      { columns: ['table name'], rows: [['people']] },
      {
        columns: ['name', 'type', 'null', 'key', 'extras', 'watermark'],
        rows: [
          ['id', 'INT', 'FALSE', 'PRI(id)', '', ''],
          ['name', 'STRING', 'FALSE', '', '', ''],
          ['born', 'DATE', 'TRUE', '', '', ''],
        ],
      },
      { columns: ['current catalog name'], rows: [['default_catalog']] },
      { columns: ['current database name'], rows: [[database]] },
    ])
    expect(output.split(OK_LINE)).toHaveLength(5)
    expect(output).toContain('Empty set')
    expect(exitCode).toBe(0)
  })

  test('shows a value of every type as Flink shows it', async () => {
    const { tables, errors } = await run({
      // The client cuts cells at 30 characters unless the session says otherwise.
      settings: { 'sql-client.display.max-column-width': '60', 'table.display.max-column-width': '60' },
      script: `SELECT CAST(1 AS TINYINT) AS a, CAST(2 AS SMALLINT) AS b, 3 AS c, CAST(9223372036854775807 AS BIGINT) AS d, CAST(1.5 AS FLOAT) AS e,
  CAST(1e10 AS DOUBLE) AS f, CAST(123.450 AS DECIMAL(10, 3)) AS g, CAST('12345678901234567890123456789012345.678' AS DECIMAL(38, 3)) AS h;
SELECT TRUE AS a, 'str' AS b, DATE '2020-02-29' AS c, TIME '10:11:12' AS d, TIMESTAMP '2020-02-29 10:11:12.123' AS e, '\\xCA\\xFE'::BLOB AS f;
SELECT MAP {'x': 1, 'y': NULL} AS a, [1, NULL, 2] AS b, ROW(1, 'a', NULL) AS c, [[1], []] AS d;
SELECT CAST('nan' AS DOUBLE) AS a, CAST('-inf' AS DOUBLE) AS b, CAST('123e4567-e89b-12d3-a456-426614174000' AS UUID) AS c, '' AS d, NULL AS e;
`,
    })
    expect(errors).toEqual([])
    expect(tables.map((table) => table.rows)).toEqual([
      [['1', '2', '3', '9223372036854775807', '1.5', '1.0E10', '123.450', '12345678901234567890123456789012345.678']],
      [['TRUE', 'str', '2020-02-29', '10:11:12.0', '2020-02-29 10:11:12.123000', "x'cafe'"]],
      [['{x=1, y=NULL}', '[1, NULL, 2]', '(1, a, NULL)', '[[1], []]']],
      [['NaN', '-Infinity', '123e4567-e89b-12d3-a456-426614174000', '', '<NULL>']],
    ])
  })

  test('fetches a result of several pages, every row once and in order', async () => {
    const { tables, output } = await run({ script: "SELECT i, 'r' || i AS r FROM range(12001) AS numbers(i);\n" })
    expect(tables[0]?.rows).toEqual(Array.from({ length: 12_001 }, (_, i) => [String(i), `r${i}`]))
    expect(output).toContain('12001 rows in set')
  })

  test('stops at a statement that fails, with its cause and its place', async () => {
    const { tables, errors } = await run({ script: 'SELECT 1 AS one;\nSELECT nope FROM\n  missing_table;\nSELECT 2 AS two;\n' })
    expect(tables).toEqual([{ columns: ['one'], rows: [['1']] }])
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatch(/missing_table/)
    expect(errors[0]).toMatch(/line 2/i)
    expect(errors[0]).not.toMatch(/RestClientException|\n\tat /)
  })

  test('shows the whole answer of a failed statement when it is verbose', async () => {
    const { errors, output } = await run({ script: 'SELECT * FROM missing_table;\n', settings: { 'sql-client.verbose': 'true' } })
    expect(errors[0]).toMatch(/Caused by: .*missing_table/)
    expect(output).not.toContain(process.cwd())
  })

  test('runs an init file first, in the same session', async () => {
    const database = `init_${version.replaceAll('.', '_')}`
    const { tables, output } = await run({
      initScript: `SET 'my.key' = 'my value';\nCREATE DATABASE ${database};\nUSE ${database};\nCREATE TABLE t (n INTEGER);\n`,
      script: "SHOW CURRENT DATABASE;\nSHOW TABLES;\nRESET 'my.key';\n",
    })
    expect(output).toContain('Successfully initialized from sql script')
    expect(tables.map(({ rows }) => rows)).toEqual([[[database]], [['t']]])
  })

  test('does not start when its init file fails', async () => {
    const { output, tables } = await run({ initScript: 'USE no_such_database;\n', script: 'SELECT 1;\n' })
    expect(output).toContain('Failed to initialize from sql script')
    expect(tables).toEqual([])
  })

  test('sets, shows and resets the settings of its session', async () => {
    const { tables, errors } = await run({ script: "SET 'my.key' = 'my value';\nSET;\nRESET 'my.key';\nSET;\nRESET;\n" })
    expect(errors).toEqual([])
    const [before, after] = tables
    expect(before?.columns).toEqual(['key', 'value'])
    expect(before?.rows).toContainEqual(['my.key', 'my value'])
    expect(before?.rows).toContainEqual(['execution.runtime-mode', 'batch'])
    expect(after?.rows.map(([key]) => key)).not.toContain('my.key')
    expect(after?.rows.map(([key]) => key)).toContain('execution.runtime-mode')
  })

  test('explains a query', async () => {
    const { tables, errors } = await run({ script: 'EXPLAIN SELECT 1;\n' })
    expect(errors).toEqual([])
    expect(tables).toHaveLength(1)
    expect(tables[0]?.columns).toEqual(['result'])
    expect(tables[0]?.rows).toHaveLength(1)
  })

  test('lists catalogs, databases, views and functions', async () => {
    const database = `lists_${version.replaceAll('.', '_')}`
    const { tables, errors } = await run({
      script: `SHOW CATALOGS;
CREATE DATABASE ${database};
SHOW DATABASES;
USE default_catalog.${database};
CREATE VIEW v AS SELECT 1 AS x;
SHOW VIEWS;
SELECT * FROM v;
DROP VIEW v;
USE default_database;
DROP DATABASE ${database};
`,
    })
    expect(errors).toEqual([])
    const [catalogs, databases, views, viewRows] = tables
    expect(catalogs).toEqual({ columns: ['catalog name'], rows: [['default_catalog']] })
    expect(databases?.columns).toEqual(['database name'])
    expect(databases?.rows).toContainEqual(['default_database'])
    expect(databases?.rows).toContainEqual([database])
    expect(views).toEqual({ columns: ['view name'], rows: [['v']] })
    expect(viewRows).toEqual({ columns: ['x'], rows: [['1']] })
  })

  test('types statements line by line, and goes on after one that fails', async () => {
    const { tables, errors, output, exitCode } = await run({ typed: 'SELECT\n1 AS x\n;\nSELEC 2;\nSHOW CATALOGS;\nQUIT;\n' })
    expect(tables).toEqual([
      { columns: ['x'], rows: [['1']] },
      { columns: ['catalog name'], rows: [['default_catalog']] },
    ])
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatch(/SELEC/)
    expect(output).toContain('Exiting Flink SQL CLI Client')
    expect(exitCode).toBe(0)
  })

  test('goes on with the next line when a statement is not at its end yet', async () => {
    const { tables, errors } = await run({ typed: "SELECT 'a;\nb' AS x;\nSELECT 1 -- c;\nAS y;\nSELECT /* d;\n e */ 6 AS z;\nQUIT;\n" })
    expect(errors).toEqual([])
    expect(tables).toEqual([
      { columns: ['x'], rows: [['a;\nb']] },
      { columns: ['y'], rows: [['1']] },
      { columns: ['z'], rows: [['6']] },
    ])
  })

  test('prints a changelog with its kinds when the session runs in streaming mode', async () => {
    const { tables, output } = await run({
      script: "SET 'execution.runtime-mode' = 'streaming';\nSELECT 1 AS x UNION ALL SELECT 2 ORDER BY x;\n",
    })
    expect(tables).toEqual([
      {
        columns: ['op', 'x'],
        rows: [
          ['+I', '1'],
          ['+I', '2'],
        ],
      },
    ])
    expect(output).toContain('Received a total of 2 rows')
  })

  test('is refused two statements in one line and told why', async () => {
    const { tables, errors } = await run({ typed: 'SELECT 1 AS x; SELECT 2 AS y;\nQUIT;\n' })
    expect(tables).toEqual([])
    expect(errors[0]).toMatch(/statement/)
  })
})
