import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type GatewayProcess, startGatewayProcess } from '../../support/gateway-process.js'
import { sharedFlink } from '../shared/shared-flink.js'
import { DIFFERENCES } from './differences.js'
import { jdbcTranscript, sqlClientTranscript, type Transcript } from './transcripts.js'

const FILE = path.resolve(import.meta.dirname, '../../../../peers/flink/both-engines/statements.sql')
const STATEMENTS = readFileSync(FILE, 'utf8')
  .trim()
  .split(/\n{2,}/)
/** So that statements which are not found do not look like success. */
const STATEMENTS_AT_LEAST = 70

/** What the driver lists behind the statements. */
const LISTS = { jdbc: ['catalogs', 'schemas'], sqlClient: [] }
const CLIENTS = [
  ['the JDBC driver', 'jdbc', jdbcTranscript],
  ['sql-client', 'sqlClient', sqlClientTranscript],
] as const

test('every difference is one of a statement that is asked', () => {
  expect(STATEMENTS.length).toBeGreaterThan(STATEMENTS_AT_LEAST)
  expect(Object.keys(DIFFERENCES).filter((statement) => !STATEMENTS.includes(statement))).toEqual([])
})

describe.each(CLIENTS)("%s of Flink at Flink's gateway and at ours on DuckDB", (_name, client, transcriptOf) => {
  let gateway: GatewayProcess
  let flink: Transcript
  let duckdb: Transcript

  beforeAll(async () => {
    const { flink: home, gatewayUrl } = await sharedFlink('2.3.0')
    gateway = await startGatewayProcess()
    ;[flink, duckdb] = await Promise.all([
      transcriptOf(home, new URL(gatewayUrl).host, STATEMENTS),
      transcriptOf(home, gateway.restAddress, STATEMENTS),
    ])
  })

  afterAll(() => gateway?.stop())

  test.each([...STATEMENTS, ...LISTS[client]].map((statement, index) => [statement, index] as const))('%s', (statement, index) => {
    const isList = index >= STATEMENTS.length
    const [expected, found] = [flink[index]?.map((line) => (isList ? line : asDuckdbHasIt(line))), duckdb[index]]
    const known = DIFFERENCES[statement]?.[client]
    expect(expected).toBeDefined()
    if (known === undefined) expect(found).toEqual(expected)
    else expect({ flink: onlyIn(expected, found), duckdb: onlyIn(found, expected) }).toEqual(known)
  })
})

/** A line of the driver's on Flink by the two rules that hold for every result of DuckDB. */
function asDuckdbHasIt(line: string): string {
  if (!/^column |not read: /.test(line)) return line
  const type = line.replaceAll(' NOT NULL', '').replaceAll(/\b(?:VAR)?CHAR\(\d+\)/g, 'STRING')
  return type.replace(/(?<= STRING )-?\d+ \d+ \d+ \d$/, '12 1073741824 0 1').replace(/^(column .*) 0$/, '$1 1')
}

/** The lines of a transcript that the other one lacks; how wide a table is does not matter. */
function onlyIn(lines: readonly string[] = [], others: readonly string[] = []): readonly string[] {
  const known = new Set(others.map(squeezed))
  return lines.map(squeezed).filter((line) => !line.startsWith('+-') && !known.has(line))
}

function squeezed(line: string): string {
  return line.trim().replaceAll(/ +/g, ' ')
}
