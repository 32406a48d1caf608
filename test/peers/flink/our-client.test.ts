import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { eventually } from '../support/eventually.js'
import { type JobManager, jobManagerAt } from './job-manager.js'
import { sharedFlink } from './shared/shared-flink.js'

const CLIENT = path.resolve(import.meta.dirname, '../../../../bin/sql-client.sh')
const BATCH = ['-D', 'execution.runtime-mode=batch']
const NUMBERS = '(VALUES (1, CAST(0.1 AS DECIMAL(4, 2))), (2, CAST(NULL AS DECIMAL(4, 2)))) AS t (id, price)'

let gatewayUrl: string
let jobManager: JobManager

beforeAll(async () => {
  const shared = await sharedFlink('2.3.0')
  gatewayUrl = shared.gatewayUrl
  jobManager = jobManagerAt(shared.clusterUrl)
})

function startClient(words: readonly string[]): ChildProcessByStdio<null, Readable, Readable> {
  const env = { ...process.env, SQL_GATEWAY_BUILD: 'never' }
  return spawn(CLIENT, ['-e', gatewayUrl, '-D', 'sql-client.display.print-time-cost=false', ...words], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function runClient(words: readonly string[]) {
  const child = startClient(words)
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code, stdout, stderr }
}

describe("our SQL client at Flink's own gateway", () => {
  test('shows tables of batch queries, and what a stream does', async () => {
    expect(await runClient([...BATCH, '-c', `SELECT * FROM ${NUMBERS} ORDER BY id`])).toEqual({
      code: 0,
      stderr: '',
      stdout: '+----+--------+\n| id |  price |\n+----+--------+\n|  1 |   0.10 |\n|  2 | <NULL> |\n+----+--------+\n2 rows in set\n',
    })
    const { stdout } = await runClient(['-c', `SELECT COUNT(*) AS c FROM ${NUMBERS}`])
    expect(stdout).toMatch(/\| op \| +c \|\n[+-]+\n\| \+I \| +1 \|\n\| -U \| +1 \|\n\| \+U \| +2 \|\n[+-]+\nReceived a total of 3 rows\n$/)
  })

  test('writes values of every kind for programs', async () => {
    const query = `SELECT id, price, ARRAY[id, 2], CAST(ROW('a', TRUE) AS ROW<x STRING, y BOOLEAN>) AS r FROM ${NUMBERS} ORDER BY id`
    const { stdout } = await runClient([...BATCH, '-o', 'jsonl', '-c', query])
    expect(stdout).toBe(
      '{"id":1,"price":0.1,"EXPR$2":[1,2],"r":{"x":"a","y":true}}\n{"id":2,"price":null,"EXPR$2":[2,2],"r":{"x":"a","y":true}}\n',
    )
  })

  test('writes many rows, each once', async () => {
    const numbers = "'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '30000'"
    const source = `CREATE TEMPORARY TABLE many (id BIGINT, word STRING) WITH ('connector' = 'datagen', 'number-of-rows' = '30000', ${numbers})`
    const { stderr, stdout } = await runClient([...BATCH, '-o', 'csv', '--no-header', '-c', `${source}; SELECT * FROM many`])
    expect(stderr).toBe('[INFO] Execute statement succeeded.\n')
    const rows = stdout.trimEnd().split('\n')
    expect(rows.every((row) => /^\d+,[0-9a-f]{100}$/.test(row))).toBe(true)
    const ids = rows.map((row) => Number.parseInt(row, 10)).toSorted((a, b) => a - b)
    expect(ids).toEqual(Array.from({ length: 30_000 }, (_, index) => index + 1))
  })

  test('says what is wrong in a line, and where', async () => {
    expect(await runClient(['-c', 'SELECT 1,\n  nothing'])).toEqual({
      code: 1,
      stdout: '',
      stderr: "[ERROR] Column 'nothing' not found in any table\n  2 |   nothing\n    |   ^^^^^^^\n",
    })
  })

  test('tells the job of an INSERT, which goes on, and of a set of statements as one', async () => {
    const hole = "CREATE TEMPORARY TABLE hole (i INT) WITH ('connector' = 'blackhole')"
    const set = 'EXECUTE STATEMENT SET BEGIN INSERT INTO hole SELECT 1; INSERT INTO hole SELECT 2; END'
    const { code, stdout, stderr } = await runClient([
      '-c',
      `${hole}; INSERT INTO hole SELECT 1; ${set}; BEGIN STATEMENT SET; INSERT INTO hole VALUES (1); END;`,
    ])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.match(/^Job ID: [0-9a-f]{32}$/gm)).toHaveLength(3)
    const ids = [...stdout.matchAll(/^Job ID: (\w+)$/gm)].map(([, id]) => id)
    await eventually('end of the jobs', async () => {
      const ended = (await jobManager.jobs()).filter(({ jid, state }) => ids.includes(jid) && state === 'FINISHED')
      return ended.length === 3 ? true : undefined
    })
  })

  test('stops the job of an endless query at Ctrl-C', async () => {
    const source = "CREATE TEMPORARY TABLE endless (id BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '100')"
    const name = 'our client at ctrl-c'
    const child = startClient(['-D', `pipeline.name=${name}`, '-o', 'csv', '-c', `${source}; SELECT * FROM endless`])
    const closed = once(child, 'close')
    await once(child.stdout, 'data')
    child.stdout.resume()
    await eventually(`job ${name}`, async () => (await jobManager.openJobs(name))[0])
    child.kill('SIGINT')
    expect(await closed).toEqual([null, 'SIGINT'])
    await eventually(`end of the job ${name}`, async () => ((await jobManager.openJobs(name)).length === 0 ? true : undefined))
  })
})
