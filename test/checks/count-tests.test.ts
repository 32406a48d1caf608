import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { createTree, PROJECT_ROOT } from './temporary-tree.js'

const result = (passed: number, failed: number, broken = 0): string =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed, numRuntimeErrorTestSuites: broken })

function count(failedSteps: number, files: Readonly<Record<string, string>>): { readonly said: string; readonly code: number | null } {
  using tree = createTree(files)
  const paths = [...Object.keys(files), 'missing.json'].map((file) => path.join(tree.root, file))
  const script = path.join(PROJECT_ROOT, '.ci/count-tests.mjs')
  const { stdout, status } = spawnSync(process.execPath, [script, String(failedSteps), ...paths], { encoding: 'utf8' })
  return { said: stdout, code: status }
}

describe('.ci/count-tests', () => {
  test('sums what the runs of jest counted', () => {
    expect(count(0, { 'a.json': result(10, 0), 'b.json': result(5, 0) })).toEqual({ said: '15 passed, 0 failed\n', code: 0 })
  })

  test('counts failed tests, suites that broke at their start and failed steps as failed', () => {
    expect(count(1, { 'a.json': result(10, 2, 3) })).toEqual({ said: '10 passed, 6 failed\n', code: 1 })
  })

  test('fails when nothing ran', () => {
    expect(count(0, {})).toEqual({ said: '0 passed, 0 failed\n', code: 1 })
  })
})
