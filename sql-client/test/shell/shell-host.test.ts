import { describe, expect, test } from '@jest/globals'
import { clientError } from '../../src/error/client-error.js'
import type { StatementResult } from '../../src/result/statement-result.js'
import type { ClientSession } from '../../src/session/client-session.js'
import { readSettings } from '../../src/settings/client-settings.js'
import { createShellHost } from '../../src/shell/shell-host.js'
import { answerText, column, pageOf, resultOf } from '../support/pages.js'
import { createTestShell } from '../terminal/support/shell.js'

/** A session that answers every statement by one result. */
function sessionOf(result: StatementResult): ClientSession {
  return {
    execute: () => Promise.resolve(result),
    settings: (signal) =>
      signal.aborted ? Promise.reject(clientError('canceled', 'It was canceled.')) : Promise.resolve(readSettings({})),
    deploy: () => Promise.resolve('c1'),
    complete: () => Promise.resolve([]),
    suggest: () => Promise.resolve([]),
    progress: () => Promise.resolve(undefined),
    isVerbose: false,
    close: () => Promise.resolve(),
  }
}

describe('shell/shell-host', () => {
  test('takes ctrl-c in a view of lines for its end, and goes on', async () => {
    await using shell = createTestShell({ environment: { TERM: 'dumb' } })
    const { terminal, memory, clock } = shell
    const closed = Promise.withResolvers<void>()
    const columns = [column('a')]
    const result = resultOf(columns, [], {
      pages: async function* () {
        yield pageOf(answerText(columns, [['first']]))
        await closed.promise
      },
      close: async () => closed.resolve(),
    })
    const host = createShellHost({ session: sessionOf(result), terminal, clock, standardInput: memory.input })
    const running = host.run('SELECT a FROM t')
    await memory.until('first')
    process.emit('SIGINT')
    await running
    expect(memory.written()).toContain('[INFO] Result retrieval ended: 1 row received.\n')
  })
})
