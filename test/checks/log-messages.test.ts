import { describe, expect, test } from '@jest/globals'
import { runCheck } from '#scripts/checks/check.js'
import { logMessagesCheck } from '#scripts/checks/log-messages.js'
import { createTree } from './temporary-tree.js'

describe('scripts/checks/log-messages', () => {
  test('finds messages that are put together', () => {
    const calls = ["logger.info({}, text('a', b))", `this.#logger.warn({}, 'a' + b)`, 'context.logger.error({}, text)', 'logger.debug({})']
    using tree = createTree({ 'engines/x/src/planted.ts': calls.join('\n') })
    const { examined, problems } = runCheck(logMessagesCheck, tree.root)
    expect({ examined, lines: problems.map(({ line }) => line) }).toEqual({ examined: 4, lines: [1, 2, 3, 4] })
  })

  test('lets constant messages be, and calls of other things', () => {
    using tree = createTree({ 'engines/x/src/x.ts': `logger.info({ a }, 'It began')\nreport.error(text)\nlogger.child({ a })` })
    expect(runCheck(logMessagesCheck, tree.root)).toEqual({ examined: 1, problems: [] })
  })

  test('fails when nothing is logged', () => {
    using tree = createTree({ 'engines/x/src/x.ts': '' })
    expect(runCheck(logMessagesCheck, tree.root).problems).toHaveLength(1)
  })
})
