import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { installHiveJdbc } from '#scripts/peers/hive/install.js'
import type { HiveJdbcVersion } from '#scripts/peers/hive/releases.js'
import { sharedFlink } from '../flink/shared/shared-flink.js'
import { runJava } from '../support/java-program.js'
import { findTables } from '../support/text-table.js'
import { type Beeline, beelineIn } from './beeline.js'
import { type HiveGateway, startHiveGateway } from './hive-gateway.js'

const PROGRAM = path.resolve(import.meta.dirname, '../../../peers/hive/java/EngineOf.java')

let gateway: HiveGateway
let beeline: Beeline
let folder: string

beforeAll(async () => {
  const [newest, before] = [await sharedFlink('2.3.0'), await sharedFlink('1.20.3')]
  gateway = await startHiveGateway({
    'sql-gateway.engine.type': 'duckdb, flink, flink-1.20',
    'sql-gateway.engine.flink.url': newest.gatewayUrl,
    'sql-gateway.engine.flink-1.20.url': before.gatewayUrl,
  })
  folder = mkdtempSync(path.join(tmpdir(), 'beeline-'))
  beeline = await beelineIn(folder, gateway)
})

afterAll(async () => {
  await gateway?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** What each engine answers, and no other: Flink 1.20 has no VARIANT, DuckDB no TYPEOF of that form. */
const ENGINES = [
  ['duckdb', 'DuckDB', /^\d+\.\d+\.\d+$/, 'SELECT TYPEOF(1::UTINYINT) AS t', 'UTINYINT'],
  ['flink', 'Apache Flink', /^2\.3\.0$/, "SELECT TYPEOF(PARSE_JSON('1')) AS t", 'VARIANT NOT NULL'],
  ['flink-1.20', 'Apache Flink', /^1\.20\.3$/, 'SELECT TYPEOF(CAST(1 AS TINYINT)) AS t', 'TINYINT NOT NULL'],
] as const

const connectedTo = (output: string) => /Connected to: (.+) \(version (.+)\)/.exec(output)?.slice(1)

describe('Beeline at a gateway with several engines', () => {
  test.each(ENGINES)('gets %s by its URL', async (engine, product, version, query, answer) => {
    const { exitCode, output } = await beeline.run(['-e', query], { settings: `?sql-gateway.engine=${engine}` })
    expect(connectedTo(output)).toEqual([product, expect.stringMatching(version)])
    expect(findTables(output)).toEqual([{ columns: ['t'], rows: [[answer]] }])
    expect(exitCode).toBe(0)
  })

  test('gets the first one without a word, and by HTTP, and with settings of its own, the one it names', async () => {
    const [first, byHttp] = await Promise.all([
      beeline.run(['-e', 'SELECT 42 AS answer']),
      beeline.run(['-e', 'SELECT 42 AS answer'], {
        settings: ';transportMode=http;httpPath=cliservice?sql-gateway.engine=flink-1.20;execution.runtime-mode=batch',
      }),
    ])
    expect(connectedTo(first.output)?.[0]).toBe('DuckDB')
    expect(connectedTo(byHttp.output)).toEqual(['Apache Flink', '1.20.3'])
    expect(findTables(byHttp.output)).toEqual([{ columns: ['answer'], rows: [['42']] }])
  })

  test('is told which there are where it asks for one that is not there, and cannot change it later', async () => {
    const unknown = await beeline.run(['-e', 'SELECT 42 AS answer'], { settings: '?sql-gateway.engine=flink-1.19' })
    expect(unknown.output).toContain("There is no engine 'flink-1.19' (sql-gateway.engine). The engines are: duckdb, flink, flink-1.20.")
    expect(findTables(unknown.output)).toEqual([])
    const later = await beeline.run(['-e', "SET 'sql-gateway.engine' = 'duckdb'"], { settings: '?sql-gateway.engine=flink' })
    expect(later.output).toMatch(/Error: .*sql-gateway\.engine/)
  })
})

describe.each<HiveJdbcVersion>(['2.3.9', '3.1.3', '4.0.1'])("Hive's JDBC driver %s at a gateway with several engines", (driver) => {
  test('gets each by its URL, all at once', async () => {
    const { javaHome, classPath } = await installHiveJdbc(driver)
    const urls = ENGINES.map(([engine]) => `jdbc:hive2://${gateway.hiveAddress}/default?sql-gateway.engine=${engine}`)
    const { output } = await runJava({ javaHome, source: PROGRAM, classPath, args: urls })
    const lines = output.split('\n').filter((line) => line.startsWith('engine\t'))
    expect(lines).toEqual([
      expect.stringMatching(/^engine\tDuckDB\t\d+\.\d+\.\d+\t42$/),
      'engine\tApache Flink\t2.3.0\t42',
      'engine\tApache Flink\t1.20.3\t42',
    ])
  })
})
