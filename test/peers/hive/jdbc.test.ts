import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { installHiveJdbc } from '#scripts/peers/hive/install.js'
import type { HiveJdbcVersion } from '#scripts/peers/hive/releases.js'
import { type CheckLines, readCheckLines } from '../support/check-lines.js'
import { runJava } from '../support/java-program.js'
import { type HiveGateway, startHiveGateway } from './hive-gateway.js'

const CHECKS = path.resolve(import.meta.dirname, '../../../peers/hive/java/HiveChecks.java')
/** As many as the program has, so that one which ends early does not look whole; the long ones come on top. */
const CHECK_COUNT = 59
const LONG_CHECK_COUNT = 2

/** The settings in a URL by which the driver comes in each way that the port understands. */
const WAYS = {
  'SASL PLAIN': '',
  'no SASL': ';auth=noSasl',
  HTTP: ';transportMode=http;httpPath=cliservice',
} as const

let gateway: HiveGateway

beforeAll(async () => {
  gateway = await startHiveGateway()
})

afterAll(() => gateway.stop())

describe.each<[HiveJdbcVersion, keyof typeof WAYS, 'all' | 'few']>([
  ['2.3.9', 'SASL PLAIN', 'few'],
  ['3.1.3', 'SASL PLAIN', 'all'],
  ['3.1.3', 'no SASL', 'few'],
  ['3.1.3', 'HTTP', 'few'],
  ['4.0.1', 'SASL PLAIN', 'all'],
])("Hive's JDBC driver %s by %s", (version, way, extent) => {
  let checks: CheckLines
  let exitCode: number | null
  let output: string

  beforeAll(async () => {
    const { javaHome, classPath } = await installHiveJdbc(version)
    const args = [gateway.hiveAddress, WAYS[way], version.slice(0, 1), extent]
    const run = await runJava({ javaHome, source: CHECKS, classPath, args })
    checks = readCheckLines(run.output)
    exitCode = run.exitCode
    output = run.output
  })

  test('finds nothing wrong with the gateway', () => {
    expect(checks.failed).toEqual([])
  })

  test('asked everything', () => {
    expect({ exitCode, passed: checks.passed.length, output: exitCode === 0 ? '' : output }).toEqual({
      exitCode: 0,
      passed: CHECK_COUNT + (extent === 'all' ? LONG_CHECK_COUNT : 0),
      output: '',
    })
  })
})
