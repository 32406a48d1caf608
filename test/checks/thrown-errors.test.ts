import { describe, expect, test } from '@jest/globals'
import { problemText, runCheck } from '#scripts/checks/check.js'
import { thrownErrorsCheck } from '#scripts/checks/thrown-errors.js'
import { createTree } from './temporary-tree.js'

const MESSAGE = 'throws a plain Error: use gatewayError(CODE, text), or a TypeError where code is misused'

describe('scripts/checks/thrown-errors', () => {
  test('finds plain errors that are thrown or rejected with', () => {
    using tree = createTree({
      'gateway-service/src/planted.ts': [
        `throw new Error('a')`,
        `throw Error('b')`,
        `new Promise((_, reject) => reject(new Error('c')))`,
        `Promise.reject(new Error('d'))`,
        `throw new TypeError('e')`,
        `throw gatewayError('F', 'f')`,
        `// throw new Error('in a comment')`,
        `const kept = new Error('g')`,
      ].join('\n'),
    })
    const lines = runCheck(thrownErrorsCheck, tree.root).problems.map(problemText)
    expect(lines).toEqual([1, 2, 3, 4].map((line) => `gateway-service/src/planted.ts:${line}: ${MESSAGE}`))
  })

  test('lets tests and scripts throw what they like', () => {
    const source = `throw new Error('a')`
    using tree = createTree({ 'gateway-service/test/x.test.ts': source, 'scripts/x.ts': source, 'gateway-service/src/x.ts': '' })
    expect(runCheck(thrownErrorsCheck, tree.root)).toEqual({ examined: 1, problems: [] })
  })

  test('fails when there is no source to examine', () => {
    using tree = createTree({ 'README.md': '' })
    expect(runCheck(thrownErrorsCheck, tree.root).problems).toHaveLength(1)
  })
})
