import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { FlinkVersion } from '#scripts/peers/flink/releases.js'
import type { GatewayProcess } from '../../support/gateway-process.js'
import type { Answer, AnswerColumn } from '../client/answer.js'
import { engineOf, onEngine, startGatewayOnFlink } from '../flink-engines.js'
import { sharedFlink } from '../shared/shared-flink.js'
import { FLINK_VERSIONS } from '../versions.js'
import { KNOWN_DIFFERENCES } from './known-differences.js'
import { runScript, type Side } from './run-script.js'
import { readScripts } from './script.js'

/** So that scripts which are not found, or hardly any of them, do not look like success. */
const STATEMENTS_AT_LEAST = 150

const SCRIPTS = readScripts()

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

    describe.each(FLINK_VERSIONS)('Flink %s', (version) => {
      test.each(script.statements.map(({ name }, index) => [name, index] as const))('%s', (_statement, index) => {
        const [direct, through] = answers.get(version)?.map((side) => side[index]) ?? []
        const known = KNOWN_DIFFERENCES[script.statements[index]?.sql ?? '']
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
