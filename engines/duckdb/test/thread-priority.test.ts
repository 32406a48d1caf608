import { readdir, readFile } from 'node:fs/promises'
import { constants, getPriority } from 'node:os'
import { describe, expect, test } from '@jest/globals'
import { openEngine } from './support/engine-under-test.js'

const TASKS = '/proc/self/task'
/** Where the niceness stands behind the name of a thread. */
const NICENESS = 16

/** The niceness of each thread that belongs to libuv's pool or to DuckDB; none where the system does not tell. */
async function computingThreads(): Promise<readonly number[]> {
  const ids = await readdir(TASKS).catch(() => [])
  const texts = await Promise.all(ids.map((id) => readFile(`${TASKS}/${id}/stat`, 'utf8').catch(() => '')))
  return texts.filter((text) => text.includes('(libuv-worker)')).map((text) => Number(text.split(') ')[1]?.split(' ')[NICENESS]))
}

describe('engines/duckdb/src/database/thread-priority', () => {
  test('once an engine is open all threads that compute give way to the main one, on Linux', async () => {
    await using engine = await openEngine({ threads: 3 })
    const session = await engine.open()
    await session.run('SELECT sum(i) FROM range(1000000) AS t(i)')
    const threads = await computingThreads()
    expect(threads.length > 3).toBe(process.platform === 'linux')
    const nicer = Math.min(constants.priority.PRIORITY_LOW, getPriority() + 1)
    expect(threads.filter((niceness) => niceness < nicer)).toEqual([])
  })
})
