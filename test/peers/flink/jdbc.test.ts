import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { installFlink } from '#scripts/peers/flink/install.js'
import { type CheckLines, readCheckLines } from '../support/check-lines.js'
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.js'
import { runJava } from '../support/java-program.js'
import { FLINK_VERSIONS, sayOnConsole } from './versions.js'

const CHECKS = path.resolve(import.meta.dirname, '../../../peers/flink/java/JdbcChecks.java')
/** As many as the program has, so that one which ends early does not look whole. */
const CHECK_COUNT = 63

describe.each(FLINK_VERSIONS)('the JDBC driver of Flink %s', (version) => {
  let gateway: GatewayProcess
  let checks: CheckLines
  let exitCode: number | null
  let output: string

  beforeAll(async () => {
    const flink = await installFlink(version, sayOnConsole)
    gateway = await startGatewayProcess()
    const run = await runJava({ javaHome: flink.javaHome, source: CHECKS, classPath: flink.jdbcClassPath, args: [gateway.restAddress] })
    checks = readCheckLines(run.output)
    exitCode = run.exitCode
    output = run.output
  })

  afterAll(() => gateway.stop())

  test('finds nothing wrong with the gateway', () => {
    expect(checks.failed).toEqual([])
  })

  test('asked everything', () => {
    expect({ exitCode, passed: checks.passed.length, output: exitCode === 0 ? '' : output }).toEqual({
      exitCode: 0,
      passed: CHECK_COUNT,
      output: '',
    })
  })
})
