import { openPseudoTerminal, type PseudoTerminal } from '../../support/pseudo-terminal.js'
import { CLIENT } from './client-process.js'

/** What a client on a terminal is started with. */
export interface ClientTerminalInit {
  /** The user's home and working folder, where the history goes. */
  readonly home: string
  readonly words?: readonly string[]
  readonly columns?: number
  readonly rows?: number
  readonly environment?: Readonly<Record<string, string>>
}

/** Starts the client on a terminal of its own and waits for its prompt. */
export async function openClient(init: ClientTerminalInit): Promise<PseudoTerminal> {
  const terminal = openPseudoTerminal({ command: CLIENT, words: init.words ?? [], folder: init.home, ...rest(init) })
  await terminal.until(/^SQL>$/m)
  return terminal
}

/** Starts a shell with job control on a terminal of its own, in which a test starts the client as users do. */
export async function openShell(init: ClientTerminalInit): Promise<PseudoTerminal> {
  const words = ['--norc', '--noprofile', '-i']
  const terminal = openPseudoTerminal({ command: 'bash', words, folder: init.home, ...rest(init) })
  await terminal.until(/\$|#/)
  return terminal
}

function rest({
  home,
  columns,
  rows,
  environment,
}: ClientTerminalInit): Omit<Parameters<typeof openPseudoTerminal>[0], 'command' | 'words' | 'folder'> {
  return {
    environment: {
      PATH: process.env['PATH'],
      HOME: home,
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      PS1: '$ ',
      SQL_GATEWAY_BUILD: 'never',
      ...environment,
    },
    ...(columns === undefined ? {} : { columns }),
    ...(rows === undefined ? {} : { rows }),
  }
}
