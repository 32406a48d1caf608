import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { FlinkVersion } from '#scripts/peers/flink/releases.js'
import type { GatewayProcess } from '../../support/gateway-process.js'
import type { Answer, AnswerColumn } from '../client/answer.js'
import { engineOf, onEngine, startGatewayOnFlink } from '../flink-engines.js'
import { sharedFlink } from '../shared/shared-flink.js'
import { FLINK_VERSIONS } from '../versions.js'
import { KNOWN_DIFFERENCES, KNOWN_ERRORS } from './known-differences.js'
import { runScript, type Side } from './run-script.js'
import { readScripts } from './script.js'

/** So that scripts which are not found, or hardly any of them, do not look like success. */
const STATEMENTS_AT_LEAST = 150

const SCRIPTS = readScripts()
const NEWEST: FlinkVersion = '2.3.0'
/** Of all that Flink has, those of which no statement makes a value that its gateway can show are missing. */
const TYPES = [
  ['ARRAY', 'BIGINT', 'BINARY', 'BITMAP', 'BOOLEAN', 'CHAR', 'DATE', 'DECIMAL', 'DOUBLE', 'FLOAT', 'INTEGER', 'INTERVAL_DAY_TIME'],
  ['INTERVAL_YEAR_MONTH', 'MAP', 'MULTISET', 'RAW', 'ROW', 'SMALLINT', 'TIMESTAMP_WITHOUT_TIME_ZONE', 'TIMESTAMP_WITH_LOCAL_TIME_ZONE'],
  ['TIME_WITHOUT_TIME_ZONE', 'TINYINT', 'VARBINARY', 'VARCHAR', 'VARIANT'],
]
  .flat()
  .sort()

test('there are scripts to compare', () => {
  expect(SCRIPTS.flatMap(({ statements }) => statements).length).toBeGreaterThan(STATEMENTS_AT_LEAST)
})

describe("Flink's gateway directly and through ours", () => {
  let gateway: GatewayProcess
  const sides = new Map<FlinkVersion, readonly [direct: Side, ours: Side]>()

  beforeAll(async () => {
    const urls = await Promise.all(FLINK_VERSIONS.map(async (version) => [version, (await sharedFlink(version)).gatewayUrl] as const))
    gateway = await startGatewayOnFlink(Object.fromEntries(urls.map(([version, url]) => [engineOf(version), url])))
    const url = `http://${gateway.restAddress}`
    for (const [version, direct] of urls)
      sides.set(version, [
        { url: direct, properties: {} },
        { url, properties: onEngine(engineOf(version)) },
      ])
  })

  afterAll(() => gateway?.stop())

  describe.each(SCRIPTS.map((script) => [script.name, script] as const))('%s', (_name, script) => {
    const answers = new Map<FlinkVersion, readonly (readonly Answer[])[]>()

    // All versions at once: most of the time goes into waiting for jobs.
    beforeAll(async () => {
      const runs = [...sides].map(
        async ([version, both]) => [version, await Promise.all(both.map((side) => runScript(side, script)))] as const,
      )
      for (const [version, found] of await Promise.all(runs)) answers.set(version, found)
    })

    if (script.name === 'types')
      test('every type is there', () => {
        const texts = JSON.stringify(answers.get(NEWEST)?.[0])
        expect([...new Set([...texts.matchAll(/"type":"(\w+)"/g)].map(([, type]) => type))].sort()).toEqual(TYPES)
      })

    describe.each(FLINK_VERSIONS)('Flink %s', (version) => {
      test.each(script.statements.map(({ name }, index) => [name, index] as const))('%s', (_statement, index) => {
        const [direct, through] = answers.get(version)?.map((side) => side[index]) ?? []
        const statement = script.statements[index]
        // What fails by mistake would compare nothing.
        if (version === NEWEST) expect(statement).toHaveProperty('fails', direct?.error !== undefined)
        const known = KNOWN_DIFFERENCES[statement?.sql ?? ''] ?? KNOWN_ERRORS[direct?.error ?? '']
        if (known !== undefined) {
          expect(direct?.error).toBeDefined()
          expect(through?.error).toBe(known)
        } else if (direct?.json.refused !== undefined) {
          expect(through && withoutJson(through, direct)).toEqual(withoutJson(direct, direct))
          expect(through?.json.rows).toHaveLength(direct.text.rows.length)
        } else {
          expect(direct).toBeDefined()
          expect(through).toEqual(direct)
        }
      })
    })
  })
})

/**
 * Values that Flink's gateway cannot write as JSON come through ours all the same. A column of which only the text is to be had is one
 * of text there; every other type is Flink's.
 */
function withoutJson({ columns, json: _json, ...rest }: Answer, { columns: types }: Answer): unknown {
  const typeOf = ({ logicalType }: AnswerColumn, index: number) => (isText(logicalType) ? types[index]?.logicalType : logicalType)
  return { ...rest, columns: columns.map((column, index) => ({ ...column, logicalType: typeOf(column, index) })) }
}

function isText(logicalType: unknown): boolean {
  return typeof logicalType === 'object' && logicalType !== null && 'type' in logicalType && logicalType.type === 'VARCHAR'
}
