import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { GatewayProcess } from '../../support/gateway-process.js'
import type { Answer, AnswerColumn } from '../client/answer.js'
import { onEngine, startGatewayOnFlink } from '../flink-engines.js'
import { sharedFlink } from '../shared/shared-flink.js'
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
  let direct: Side
  let ours: Side

  beforeAll(async () => {
    const { gatewayUrl } = await sharedFlink('2.3.0')
    gateway = await startGatewayOnFlink({ flink: gatewayUrl })
    direct = { url: gatewayUrl, properties: {} }
    ours = { url: `http://${gateway.restAddress}`, properties: onEngine('flink') }
  })

  afterAll(() => gateway.stop())

  describe.each(SCRIPTS.map((script) => [script.name, script] as const))('%s', (_name, script) => {
    let expected: readonly Answer[]
    let found: readonly Answer[]

    beforeAll(async () => {
      ;[expected, found] = await Promise.all([runScript(direct, script), runScript(ours, script)])
    })

    test.each(script.statements.map(({ name }, index) => [name, index] as const))('%s', (_statement, index) => {
      const [direct, through] = [expected[index], found[index]]
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
