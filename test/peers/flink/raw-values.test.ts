import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { FlinkVersion } from '#scripts/peers/flink/releases.js'
import { type Beeline, beelineIn } from '../hive/beeline.js'
import { type HiveGateway, startHiveGateway } from '../hive/hive-gateway.js'
import { makeJar } from '../support/java-jar.js'
import { findTables } from '../support/text-table.js'
import type { Answer } from './client/answer.js'
import { ask } from './client/ask.js'
import { type FlinkClientSession, openFlinkSession } from './client/flink-client.js'
import { engineOf, onEngine } from './flink-engines.js'
import { sharedFlink } from './shared/shared-flink.js'
import { FLINK_VERSIONS } from './versions.js'

const SOURCE = path.resolve(import.meta.dirname, '../../../peers/flink/java/RawValues.java')
const FUNCTIONS = { big: 'Big', framed: 'Framed', raw_text: 'Text', make_point: 'MakePoint' }
/** One row, since several have no order; from a table, since constants would be computed while planning. */
const NAMES = "(VALUES ('12345678901234567890', CAST(NULL AS STRING))) AS t(x, y)"
/** What Flink writes of a value that it has not deserialized. */
const OPAQUE = 'SqlRawValue{?}'
/** How Flink refuses a structured value: it cannot write it, or (the older release, not every time) it does not even take the function. */
const STRUCTURED_FAILS = /Could not map response to JSON|Mismatch of expected output data type/

let folder: string
let jar: string
let gateway: HiveGateway
let beeline: Beeline
const gatewayUrls = new Map<FlinkVersion, string>()

beforeAll(async () => {
  for (const version of FLINK_VERSIONS) gatewayUrls.set(version, (await sharedFlink(version)).gatewayUrl)
  // Made with the older release, it runs on both.
  const { flink } = await sharedFlink('1.20.3')
  folder = mkdtempSync(path.join(tmpdir(), 'raw-values-'))
  jar = await makeJar({ javaHome: flink.javaHome, source: SOURCE, classPath: path.join(flink.dir, 'lib', '*') }, folder)
  gateway = await startHiveGateway({
    'sql-gateway.engine.type': FLINK_VERSIONS.map(engineOf).join(', '),
    ...Object.fromEntries([...gatewayUrls].map(([version, url]) => [`sql-gateway.engine.${engineOf(version)}.url`, url])),
  })
  beeline = await beelineIn(folder, gateway)
})

afterAll(async () => {
  await gateway?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const preparations = () => [
  `ADD JAR '${jar}'`,
  ...Object.entries(FUNCTIONS).map(([name, type]) => `CREATE TEMPORARY FUNCTION ${name} AS 'RawValues$${type}'`),
]

describe.each(FLINK_VERSIONS)("values of Flink %s that only Java classes make, at Flink's gateway and at ours", (version) => {
  let direct: FlinkClientSession
  let ours: FlinkClientSession

  beforeAll(async () => {
    const batch = { 'execution.runtime-mode': 'batch' }
    direct = await openFlinkSession(gatewayUrls.get(version) ?? '', batch)
    ours = await openFlinkSession(`http://${gateway.restAddress}`, { ...batch, ...onEngine(engineOf(version)) })
    for (const session of [direct, ours])
      for (const statement of preparations()) expect((await ask(session, statement)).error).toBeUndefined()
  })

  afterAll(async () => {
    await direct?.close()
    await ours?.close()
  })

  const both = (statement: string): Promise<[Answer, Answer]> => Promise.all([ask(direct, statement), ask(ours, statement)])
  const fields = ({ rows }: Answer['text']) => rows.map((row) => row.fields)

  test('a RAW value that Flink has a text for is that text, which is all that is told of it', async () => {
    const [expected, found] = await both(
      `SELECT framed(x) AS r, framed(y) AS n, ARRAY[framed('a')] AS a, ROW(framed('b'), 1) AS c FROM ${NAMES}`,
    )
    expect(expected.columns[0]?.logicalType).toMatchObject({ type: 'RAW', class: '[B' })
    expect(fields(expected.text)).toEqual([[OPAQUE, null, `[${OPAQUE}]`, `(${OPAQUE}, 1)`]])
    expect(expected.json.refused).toBeDefined()
    expect(found.error).toBeUndefined()
    expect(found.text).toEqual(expected.text)
    expect(fields(found.json)).toEqual(fields(expected.text))
    expect(found.columns.map(({ logicalType }) => logicalType)).toEqual(Array(4).fill(expect.objectContaining({ type: 'VARCHAR' })))
  })

  test('a RAW value that Flink fails to write fails, too', async () => {
    const [expected, found] = await both(`SELECT big(x) AS r FROM ${NAMES}`)
    expect(expected.error).toMatch(/EOFException|OutOfMemoryError/)
    expect(found.error).toMatch(/EOFException|OutOfMemoryError/)
    expect(fields((await ask(ours, 'SHOW USER FUNCTIONS')).text)).toContainEqual(['big'])
  })

  test.each([
    `SELECT CAST(big(x) AS STRING) AS r, CAST(big(y) AS STRING) AS n FROM ${NAMES}`,
    `SELECT raw_text(big(x)) AS r, raw_text(big(y)) AS n FROM ${NAMES}`,
  ])('a RAW value that the statement makes a text of is there: %s', async (statement) => {
    const [expected, found] = await both(statement)
    expect(fields(expected.text)).toEqual([['12345678901234567890', null]])
    expect(found).toEqual(expected)
  })

  test('a structured value cannot be had, its fields can where Flink makes one', async () => {
    const [expected, found] = await both("SELECT make_point(1, 'a') AS p")
    expect(expected.error).toMatch(STRUCTURED_FAILS)
    expect(found.error).toMatch(STRUCTURED_FAILS)
    for (const { error, text } of await both("SELECT make_point(1, 'a').name AS n, make_point(2, 'b').x AS x")) {
      if (error === undefined || version === '2.3.0') expect(fields(text)).toEqual([['a', '2']])
      else expect(error).toMatch(STRUCTURED_FAILS)
    }
  })

  test('views of such columns are described as Flink describes them', async () => {
    await both("CREATE TEMPORARY VIEW opaque AS SELECT big('5') AS r, make_point(2, 'b') AS p")
    const [expected, found] = await both('DESCRIBE opaque')
    expect(fields(expected.text)[0]?.[1]).toBe("RAW('java.math.BigInteger', '...')")
    expect(found).toEqual(expected)
  })

  test('Beeline shows them as text', async () => {
    const statements = [...preparations(), "SELECT framed('abc') AS r, raw_text(big('7')) AS t", "SELECT big('7') AS r"]
    const settings = `?sql-gateway.engine=${engineOf(version)}`
    const { output } = await beeline.run(['--force=true', ...statements.flatMap((statement) => ['-e', statement])], { settings })
    expect(findTables(output).filter(({ columns }) => columns.includes('r'))).toEqual([{ columns: ['r', 't'], rows: [[OPAQUE, '7']] }])
    expect(output).toMatch(/Error: .*(?:EOFException|Java heap space)/)
  })
})
