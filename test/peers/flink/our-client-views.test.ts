import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import { openClient } from '../../e2e/sql-client/client-terminal.js'
import { eventually } from '../support/eventually.js'
import { type JobManager, jobManagerAt } from './job-manager.js'
import { sharedFlink } from './shared/shared-flink.js'

let gatewayUrl: string
let jobManager: JobManager

beforeAll(async () => {
  const shared = await sharedFlink('2.3.0')
  gatewayUrl = shared.gatewayUrl
  jobManager = jobManagerAt(shared.clusterUrl)
})

test("our SQL client's views follow a stream of Flink with retractions, and end its job when they are left", async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'sql-client-views-'))
  const source =
    "CREATE TEMPORARY TABLE viewed (k INT) WITH ('connector'='datagen','rows-per-second'='20','fields.k.min'='1','fields.k.max'='3')"
  const query = 'SELECT k, count(*) AS n FROM viewed GROUP BY k;\r'
  try {
    await using terminal = await openClient({ home, words: ['-e', gatewayUrl], rows: 12 })
    terminal.type(`${source};\r`)
    await terminal.until(/succeeded[^\n]*\nSQL>$/)
    terminal.type(query)
    // Three keys, whose counts grow in their places.
    await terminal.until(/^ Table {3}3 rows/)
    await terminal.until((screen) =>
      screen
        .split('\n')
        .slice(2, 5)
        .every((row) => /^[123] +\d\d/.test(row)),
    )
    expect(terminal.screen()[1]).toMatch(/^k +n$/)
    terminal.type('q')
    await terminal.until(/Result retrieval ended[^\n]*\nSQL>$/)
    terminal.type("SET 'sql-client.execution.result-mode' = 'changelog';\r")
    await terminal.until(/succeeded[^\n]*\nSQL>$/)
    terminal.type(query)
    await terminal.until(/^ Changelog[\s\S]*\n-U {2}(\d) +(\d+)\n\+U {2}\1 +\d+\n/)
    terminal.press('ctrl-c')
    await terminal.until(/Result retrieval ended[^\n]*\nSQL>$/)
    await eventually('end of the jobs', async () => ((await jobManager.openJobs('viewed')).length === 0 ? true : undefined))
    terminal.press('ctrl-d')
    expect((await terminal.exit).code).toBe(0)
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
})
