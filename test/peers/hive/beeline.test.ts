import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { findTables } from '../support/text-table.js'
import { type Beeline, beelineIn } from './beeline.js'
import { type HiveGateway, startHiveGateway } from './hive-gateway.js'

let gateway: HiveGateway
let beeline: Beeline
let folder: string

beforeAll(async () => {
  gateway = await startHiveGateway()
  folder = mkdtempSync(path.join(tmpdir(), 'beeline-'))
  beeline = await beelineIn(folder, gateway)
})

afterAll(async () => {
  await gateway.stop()
  rmSync(folder, { recursive: true, force: true })
})

const run: Beeline['run'] = (args, typed) => beeline.run(args, typed)

describe('Beeline', () => {
  test('connects with user and password, shows what it talks to, and runs -e', async () => {
    const { exitCode, output } = await run(['-e', 'SELECT 1 AS one'])
    expect(output).toMatch(/Connected to: DuckDB \(version \d+\.\d+\.\d+\)/)
    expect(findTables(output)).toEqual([{ columns: ['one'], rows: [['1']] }])
    expect(output).toContain('1 row selected')
    expect(exitCode).toBe(0)
  })

  test.each([
    ['no SASL', ';auth=noSasl'],
    ['HTTP', ';transportMode=http;httpPath=cliservice'],
  ])('comes by %s too', async (_way, settings) => {
    const { output } = await run(['-e', 'SELECT 42 AS answer'], { settings })
    expect(findTables(output)).toEqual([{ columns: ['answer'], rows: [['42']] }])
  })

  test('runs a script with -f, an init script with -i, and its own commands', async () => {
    writeFileSync(path.join(folder, 'init.sql'), 'CREATE OR REPLACE TABLE beeline_t (id INTEGER, name VARCHAR);\n')
    const script = [
      "INSERT INTO beeline_t VALUES (1, 'one'), (2, NULL);",
      'SELECT * FROM beeline_t ORDER BY id;',
      'set my.key=a value;',
      'set my.key;',
      '!tables',
      '!columns beeline_t',
      '!describe beeline_t',
      'DROP TABLE beeline_t;',
      'USE default;',
      '!quit',
    ]
    writeFileSync(path.join(folder, 'script.sql'), `${script.join('\n')}\n`)
    const { exitCode, output } = await run(['-i', path.join(folder, 'init.sql'), '-f', path.join(folder, 'script.sql')])
    const [rows, property, tables, columns, described] = findTables(output)
    expect(rows).toEqual({
      columns: ['id', 'name'],
      rows: [
        ['1', 'one'],
        ['2', 'NULL'],
      ],
    })
    expect(property?.rows).toEqual([['my.key=a value']])
    expect(tables?.columns.slice(0, 4)).toEqual(['TABLE_CAT', 'TABLE_SCHEM', 'TABLE_NAME', 'TABLE_TYPE'])
    expect(tables?.rows.map((row) => row.slice(0, 4))).toEqual([['default_catalog', 'default_database', 'beeline_t', 'TABLE']])
    for (const table of [columns, described]) expect(table?.rows.map((row) => row[3])).toEqual(['id', 'name'])
    expect(output).not.toContain('Error')
    expect(exitCode).toBe(0)
  })

  test('reads what is typed until !quit', async () => {
    const { exitCode, output } = await run([], { input: "SELECT 'typed' AS said;\n!quit\nSELECT 'never' AS said;\n" })
    expect(findTables(output)).toEqual([{ columns: ['said'], rows: [['typed']] }])
    expect(exitCode).toBe(0)
  })

  test('shows an error with its place, SQLSTATE and number, and goes on with --force', async () => {
    const { output } = await run(['--force=true', '-e', 'SELEC 1', '-e', 'SELECT 2 AS two'])
    expect(output).toMatch(/Error: .*syntax error.*line 1, column 1.*\(state=42000,code=1100\)/)
    expect(findTables(output)).toEqual([{ columns: ['two'], rows: [['2']] }])
  })

  test('fails without a database of that name', async () => {
    const { output } = await run(['-e', 'SELECT 1'], { settings: '_of_nobody' })
    expect(output).toContain("Database 'default_of_nobody' not found.")
  })

  test('prints 100,000 rows as they come', async () => {
    const args = ['--silent=true', '--showHeader=false', '--outputformat=csv2', '--incremental=true']
    const { output } = await run([...args, '-e', "SELECT id, CONCAT('s', id) FROM range(100000) AS t(id)"])
    const lines = output.split('\n').filter((line) => /^\d+,s\d+$/.test(line))
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([100_000, '0,s0', '99999,s99999'])
  })
})
