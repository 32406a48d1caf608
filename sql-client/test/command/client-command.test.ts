import { describe, expect, test } from '@jest/globals'
import { parseClientCommand } from '../../src/command/client-command.js'

describe('command/client-command', () => {
  test.each([
    ['QUIT', { kind: 'quit' }],
    [' exit ;\n', { kind: 'quit' }],
    ['Clear;', { kind: 'clear' }],
    ['help', { kind: 'help' }],
    ['\\q', { kind: 'quit' }],
    ['.help', { kind: 'help' }],
    ['?', { kind: 'help' }],
    ["SOURCE 'it''s.sql';", { kind: 'source', script: "it's.sql" }],
    ['SOURCE;', { kind: 'source', script: '' }],
    ['source ./a b.sql', { kind: 'source', script: './a b.sql' }],
  ])('reads %p', (text, command) => {
    expect(parseClientCommand(text)).toEqual(command)
  })

  test.each(['SET', "SET 'a' = 'b'", 'RESET', 'SELECT 1', 'sourcefile', 'quit now', 'constructor', ''])(
    'leaves %p to the gateway',
    (text) => {
      expect(parseClientCommand(text)).toBeUndefined()
    },
  )
})
