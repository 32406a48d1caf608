import { createKeyboardTerminal } from './keyboard-terminal.js'
import { createLineTerminal } from './line-terminal.js'
import type { ShellTerminal, TerminalInit } from './terminal.js'

/**
 * Takes the terminal for the time until `close`: keys come unseen, and whatever ends the process, the terminal is given back as it was.
 * A terminal that can move no cursor (`TERM=dumb`) is read and written line by line instead.
 */
export function createTerminal(init: TerminalInit): ShellTerminal {
  const term = init.environment['TERM']
  return term === 'dumb' || term === '' ? createLineTerminal(init) : createKeyboardTerminal(init)
}
