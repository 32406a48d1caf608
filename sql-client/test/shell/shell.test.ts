import { describe, expect, test } from '@jest/globals'
import { clientError } from '../../src/error/client-error.js'
import { notTaken } from '../../src/shell/shell.js'

const STOPPED = { exitCode: 1, hasQuit: false, stoppedAt: { line: 2, column: 1 } }

describe('shell/shell', () => {
  test.each(['unreachable', 'session-lost'] as const)('offers again what was not taken by a gateway that is %s', (kind) => {
    expect(notTaken('A;\nB;\nC;', { ...STOPPED, failure: clientError(kind, 'It is gone.') })).toBe('B;\nC;')
  })

  test.each(['file', 'refused', 'canceled'] as const)('offers nothing again behind what failed otherwise: %s', (kind) => {
    expect(notTaken("A;\nSOURCE 'no-such.sql';", { ...STOPPED, failure: clientError(kind, 'No.') })).toBe('')
  })

  test('offers nothing again of what was run to its end', () => {
    expect(notTaken('A;', { exitCode: 0, hasQuit: false })).toBe('')
  })
})
