import { describe, expect, test } from '@jest/globals'
import { problemText, runCheck } from '#scripts/checks/check.js'
import { focusedTestsCheck } from '#scripts/checks/focused-tests.js'
import { createTree } from './temporary-tree.js'

describe('scripts/checks/focused-tests', () => {
  test('finds every way to keep a test from running', () => {
    const ways = ['test.skip', 'test.only', 'describe.skip', 'describe.only', 'it.skip', 'test.todo', 'test.failing', 'xtest', 'fdescribe']
    using tree = createTree({ 'test/planted.test.ts': ways.map((way) => `${way}('x', () => {})`).join('\n') })
    expect(runCheck(focusedTestsCheck, tree.root).problems.map(problemText)).toEqual(
      ways.map((way, index) => `test/planted.test.ts:${index + 1}: ${way} keeps tests from running: let every test run, or delete it`),
    )
  })

  test('finds a table of tests that is skipped', () => {
    using tree = createTree({ 'test/planted.test.ts': `test.skip.each([1])('x', () => {})` })
    expect(runCheck(focusedTestsCheck, tree.root).problems).toHaveLength(1)
  })

  test('lets other calls of the same name be', () => {
    using tree = createTree({ 'test/x.test.ts': `reader.skip(3); test('skip', () => {}); test.each([1])('x', () => {})` })
    expect(runCheck(focusedTestsCheck, tree.root)).toEqual({ examined: 1, problems: [] })
  })

  test('fails when there are no tests to examine', () => {
    using tree = createTree({ 'src/x.ts': '' })
    expect(runCheck(focusedTestsCheck, tree.root).problems).toHaveLength(1)
  })
})
