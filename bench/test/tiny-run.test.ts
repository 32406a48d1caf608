import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from '@jest/globals'

const RUN = path.resolve(import.meta.dirname, '../run.js')

describe('bench/run', () => {
  test('measures a little of everything', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [RUN, '--tiny'], {
      env: { ...process.env, SQL_GATEWAY_BUILD: 'never' },
    })
    const titles = [...stdout.matchAll(/^## (.*)$/gm)].map((match) => match[1])
    const tables = [...stdout.matchAll(/^\| --- .*\n\| \S/gm)]
    expect(titles).toHaveLength(8)
    // SELECT 1 and the SQL client have two.
    expect(tables).toHaveLength(titles.length + 2)
    expect(stdout).not.toMatch(/NaN|undefined/)
  })

  test('names the measurements there are when it does not know one', async () => {
    await expect(promisify(execFile)(process.execPath, [RUN, 'no-such'])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/no measurement no-such; there are start, open,/),
    })
  })
})
