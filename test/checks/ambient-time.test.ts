import { describe, expect, test } from '@jest/globals'
import { ambientTimeCheck } from '#scripts/checks/ambient-time.js'
import { problemText, runCheck } from '#scripts/checks/check.js'
import { createTree } from './temporary-tree.js'

describe('scripts/checks/ambient-time', () => {
  test('finds every way around the Clock', () => {
    const ways = {
      'Date.now': 'const a = Date.now()',
      'performance.now': 'const b = performance.now()',
      'new Date()': 'const c = new Date()',
      setTimeout: 'setTimeout(f, 1)',
      setInterval: 'setInterval(f, 1)',
      'node:timers/promises': `import { setTimeout as delay } from 'node:timers/promises'`,
    }
    using tree = createTree({ 'gateway-service/src/planted.ts': Object.values(ways).join('\n') })
    expect(runCheck(ambientTimeCheck, tree.root).problems.map(problemText).sort()).toEqual(
      Object.keys(ways)
        .map(
          (way, index) =>
            `gateway-service/src/planted.ts:${index + 1}: ${way} bypasses the Clock: take the time, or wait, through the Clock`,
        )
        .sort(),
    )
  })

  test('lets the real clock, dates of known times, tests and scripts be', () => {
    using tree = createTree({
      'gateway-common/src/clock.ts': 'Date.now()',
      'gateway-service/src/x.ts': `import { setImmediate as turn } from 'node:timers/promises'; new Date(5); clock.now(); socket.setTimeout(5)`,
      'gateway-service/test/x.test.ts': 'Date.now()',
      'scripts/x.ts': 'Date.now()',
    })
    expect(runCheck(ambientTimeCheck, tree.root)).toEqual({ examined: 1, problems: [] })
  })

  test('fails when there is no source to examine', () => {
    using tree = createTree({ 'README.md': '' })
    expect(runCheck(ambientTimeCheck, tree.root).problems).toHaveLength(1)
  })
})
