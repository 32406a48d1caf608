import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { jobManagerAt } from '../flink/job-manager.js'
import { sharedFlink } from '../flink/shared/shared-flink.js'
import { eventually } from '../support/eventually.js'
import { findTables } from '../support/text-table.js'
import { type Beeline, beelineIn } from './beeline.js'
import { type HiveGateway, startHiveGateway } from './hive-gateway.js'

let gateway: HiveGateway
let beeline: Beeline
let folder: string

beforeAll(async () => {
  const { gatewayUrl } = await sharedFlink('2.3.0')
  gateway = await startHiveGateway({ 'sql-gateway.engine.type': 'flink', 'sql-gateway.engine.flink.url': gatewayUrl })
  folder = mkdtempSync(path.join(tmpdir(), 'beeline-'))
  beeline = await beelineIn(folder, gateway)
})

afterAll(async () => {
  await gateway?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const SEQ =
  "CREATE TABLE seq (id BIGINT) WITH ('connector' = 'datagen', 'number-of-rows' = '5', 'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '5')"
const STREAMING = "SET 'execution.runtime-mode' = 'streaming'"
const ENDLESS =
  "CREATE TABLE endless (id BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '50', 'fields.id.min' = '7', 'fields.id.max' = '8')"
const NAMED = "SET 'pipeline.name' = 'interrupted in Beeline'"
const each = (...statements: readonly string[]) => statements.flatMap((statement) => ['-e', statement])

describe('Beeline on Flink', () => {
  test('defines tables, inserts with a job id and reads in batch mode', async () => {
    const { exitCode, output } = await beeline.run(
      each(
        SEQ,
        "CREATE TABLE hole (id BIGINT) WITH ('connector' = 'blackhole')",
        'INSERT INTO hole SELECT id FROM seq',
        "SET 'execution.runtime-mode' = 'batch'",
        'SELECT id, id * 2 AS doubled FROM seq ORDER BY id',
        'DROP TABLE hole',
        'SHOW TABLES',
      ),
    )
    expect(output).toMatch(/Connected to: Apache Flink \(version 2\.3\.0\)/)
    const [job, rows, left] = findTables(output).filter(({ columns }) => !columns.includes('result'))
    expect(job?.columns).toEqual(['job id'])
    expect(job?.rows[0]?.[0]).toMatch(/^[0-9a-f]{32}$/)
    expect(rows).toEqual({ columns: ['id', 'doubled'], rows: [1, 2, 3, 4, 5].map((id) => [String(id), String(id * 2)]) })
    expect(left?.rows).toEqual([['seq']])
    expect(exitCode).toBe(0)
  })

  test('prints the rows of a streaming query, to its end, and refuses one whose rows change', async () => {
    const { output } = await beeline.run(each(SEQ, STREAMING, 'SELECT id FROM seq', 'SELECT COUNT(*) AS n FROM seq'))
    expect(findTables(output).map(({ rows }) => rows)).toEqual([[['1'], ['2'], ['3'], ['4'], ['5']]])
    expect(output).toMatch(/Error: .*changelog.*Run the statement in batch mode.*\(state=0A000,code=1190\)/)
  })

  test('stops the job of an endless query when it is interrupted', async () => {
    const { clusterUrl } = await sharedFlink('2.3.0')
    const jobs = () => jobManagerAt(clusterUrl).openJobs('interrupted in Beeline')
    const asRowsCome = ['--incremental=true', '--incrementalBufferRows=1', '--outputformat=csv2']
    const { command, args, cwd } = beeline.command([...asRowsCome, ...each(ENDLESS, STREAMING, NAMED, 'SELECT id FROM endless')])
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'ignore'] })
    const ended = once(child, 'exit')
    try {
      let shown = ''
      child.stdout.on('data', (bytes: Buffer) => {
        shown += bytes.toString()
      })
      await eventually('row in Beeline', () => (/^'?[78]'?$/m.test(shown) ? true : undefined))
      expect(await jobs()).toHaveLength(1)
      child.kill('SIGINT')
      await eventually('end of the job', async () => ((await jobs()).length === 0 ? true : undefined))
    } finally {
      child.kill('SIGKILL')
      await ended
    }
  })

  test("shows Flink's own error", async () => {
    const { output } = await beeline.run(each('SELECT * FROM no_such_table'))
    expect(output).toMatch(/Error: .*no_such_table.*not found.*\(state=/)
  })
})
