import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { FlinkHome } from '#scripts/peers/flink/install.js'
import type { FlinkVersion } from '#scripts/peers/flink/releases.js'
import type { GatewayProcess } from '../support/gateway-process.js'
import { runJava } from '../support/java-program.js'
import type { TextTable } from '../support/text-table.js'
import { ask } from './client/ask.js'
import { openFlinkSession } from './client/flink-client.js'
import { onEngine, startGatewayOnFlink } from './flink-engines.js'
import type { SharedFlink } from './shared/cluster-broker.js'
import { sharedFlink } from './shared/shared-flink.js'
import { type ClientRun, runSqlClient } from './sql-client.js'

const TRANSCRIPT = path.resolve(import.meta.dirname, '../../../peers/flink/java/JdbcTranscript.java')

/** Runs on Flink alone: tables with connectors, jobs, streams, errors of Flink's own. */
const FLINK_STATEMENTS = [
  'SHOW CATALOGS',
  'SHOW CURRENT DATABASE',
  "CREATE TABLE seq (id BIGINT, name AS 'n' || CAST(id AS STRING)) WITH ('connector' = 'datagen', 'number-of-rows' = '7', 'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '7')",
  "CREATE TABLE hole (id BIGINT) WITH ('connector' = 'blackhole')",
  'DESCRIBE seq',
  'SHOW CREATE TABLE hole',
  'SHOW TABLES',
  'EXPLAIN SELECT COUNT(*) FROM seq',
  'INSERT INTO hole SELECT id FROM seq',
  'EXECUTE STATEMENT SET BEGIN INSERT INTO hole SELECT id FROM seq; INSERT INTO hole SELECT id + 1 FROM seq; END',
  // A changelog, in which counts are taken back.
  "SELECT COUNT(*) AS n FROM (VALUES ('a'), ('b'), ('a')) AS t(name)",
  "SET 'execution.runtime-mode' = 'batch'",
  'SELECT id, name FROM seq ORDER BY id',
  "SELECT CAST(1 AS TINYINT) AS a, CAST(2.50 AS DECIMAL(10, 2)) AS b, DATE '2020-02-29' AS c, TIMESTAMP '2020-02-29 10:11:12.123' AS d, TRUE AS e, CAST(NULL AS INT) AS f, x'CAFE' AS g, CAST(1.5E0 AS FLOAT) AS h",
  'SELECT COUNT(*) AS n, SUM(id) AS s FROM seq',
  'DROP TABLE seq',
  'SELECT nope FROM hole',
] as const

const JOB = /\b[0-9a-f]{32}\b/g
const MESSAGE = /\[(?:INFO|ERROR|WARN)\] .*|Job ID: .*|\d+ rows? in set|Empty set|Received a total of \d+ rows?/g
/** What the client asks for where nobody can turn pages. */
const TABLEAU = { 'sql-client.execution.result-mode': 'tableau' }

const ENGINES = { '2.3.0': 'flink', '1.20.3': 'flink-1.20' } as const

let gateway: GatewayProcess
let folder: string
const clusters = new Map<FlinkVersion, SharedFlink>()

beforeAll(async () => {
  for (const version of ['2.3.0', '1.20.3'] as const) clusters.set(version, await sharedFlink(version))
  gateway = await startGatewayOnFlink({ flink: clusterOf('2.3.0').gatewayUrl, 'flink-1.20': clusterOf('1.20.3').gatewayUrl })
  folder = mkdtempSync(path.join(tmpdir(), 'flink-clients-'))
})

afterAll(async () => {
  await gateway?.stop()
  rmSync(folder, { recursive: true, force: true })
})

function clusterOf(version: FlinkVersion): SharedFlink {
  const cluster = clusters.get(version)
  if (cluster === undefined) throw new TypeError(`there is no cluster of Flink ${version}`)
  return cluster
}

describe('one gateway on DuckDB, Flink 2.3 and Flink 1.20', () => {
  test('gives each session the engine it asks for, all at once', async () => {
    const url = `http://${gateway.restAddress}`
    const rowsOn = async (engine: string, statement: string) => {
      const session = await openFlinkSession(url, onEngine(engine))
      const { error, text } = await ask(session, statement)
      await session.close()
      return error ?? text.rows.map(({ fields }) => fields)
    }
    const versions = await Promise.all([
      rowsOn('duckdb', "SELECT 'duckdb'"),
      rowsOn('flink', "SELECT TYPEOF(PARSE_JSON('1'))"),
      rowsOn('flink-1.20', 'SELECT TYPEOF(1)'),
      rowsOn('flink-1.20', "SELECT TYPEOF(PARSE_JSON('1'))"),
    ])
    expect(versions.slice(0, 3)).toEqual([[['duckdb']], [['VARIANT NOT NULL']], [['INT NOT NULL']]])
    expect(versions[3]).toMatch(/PARSE_JSON/)
  })
})

describe.each(['2.3.0', '1.20.3'] as const)("Flink %s's own clients on the engine of that version", (version) => {
  let flink: FlinkHome
  let direct: string
  const engine = ENGINES[version]

  beforeAll(() => {
    flink = clusterOf(version).flink
    direct = new URL(clusterOf(version).gatewayUrl).host
  })

  test('sql-client prints what it prints without our gateway', async () => {
    const script = FLINK_STATEMENTS.map((statement) => `${statement};\n`).join('')
    const run = (address: string, settings: Readonly<Record<string, string>>) =>
      runSqlClient(flink, { gateway: address, script, settings: { ...TABLEAU, ...settings } }).then(transcript)
    const [without, through] = await Promise.all([run(direct, {}), run(gateway.restAddress, onEngine(engine))])
    expect(without.tables.flatMap(({ rows }) => rows)).toContainEqual(['7', 'n7'])
    expect(without.errors).toHaveLength(1)
    expect(through).toEqual(without)
  })

  test('the JDBC driver reads what it reads without our gateway', async () => {
    const file = path.join(folder, `${version}.sql`)
    writeFileSync(file, FLINK_STATEMENTS.join('\n\n'))
    const run = (url: string) =>
      runJava({ javaHome: flink.javaHome, source: TRANSCRIPT, classPath: flink.jdbcClassPath, args: [`jdbc:flink://${url}`, file] })
    const [without, through] = await Promise.all([run(direct), run(`${gateway.restAddress}?sql-gateway.engine=${engine}`)])
    expect(without.stdout).toContain('row | Long 7 | String n7')
    expect(through.stdout.replaceAll(JOB, '<job>')).toBe(without.stdout.replaceAll(JOB, '<job>'))
  })
})

/** All that the client told, without its echo of what is in the script. */
function transcript({ exitCode, stdout, tables, errors }: ClientRun) {
  const text = stdout.replaceAll(JOB, '<job>')
  return { exitCode, errors, messages: text.match(MESSAGE), tables: withoutJobs(tables) }
}

function withoutJobs(tables: readonly TextTable[]): readonly TextTable[] {
  return JSON.parse(JSON.stringify(tables).replaceAll(JOB, '<job>'))
}
