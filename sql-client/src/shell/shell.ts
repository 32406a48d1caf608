import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { ClientArguments } from '../cli/arguments.js'
import { parseClientCommand } from '../command/client-command.js'
import { isClientError } from '../error/client-error.js'
import type { OpenGateway } from '../run/open-gateway.js'
import type { ClientProcess, ShellParts } from '../run/run-client.js'
import { runScript, type ScriptEnd } from '../run/script-runner.js'
import { textScript } from '../script/script-source.js'
import { endsStatement, textFrom } from '../script/statement-splitter.js'
import { createTerminal } from '../terminal/create-terminal.js'
import { createShellHost } from './shell-host.js'

const PROMPT = 'SQL> '

/**
 * Runs the shell on a terminal: reads statements and shows their results until the user quits.
 *
 * @returns the exit code
 */
export async function runShell(args: ClientArguments, host: ClientProcess, { session, gateway, notices }: ShellParts): Promise<number> {
  const { clock, input, output, environment } = host
  const terminal = createTerminal({
    ...{ input, output, clock, environment },
    host: {
      isComplete: (text) => endsStatement(text) || parseClientCommand(text) !== undefined,
      complete: async (text, cursor, signal) => await session.complete(text, cursor, signal),
      suggest: async (text, cursor, signal) => await session.suggest(text, cursor, signal, gateway.isEmbedded),
    },
    historyFile: historyFile(args.historyFile, environment),
  })
  notices.write = async (text) => await terminal.output.write(text)
  try {
    await terminal.output.write(`${welcome(args, gateway)}\n`)
    const scripts = createShellHost({ session, terminal, clock, standardInput: input })
    for (let initial = ''; ; ) {
      const outcome = await terminal.readStatement({ prompt: PROMPT, ...(initial === '' ? {} : { initial }) })
      if (outcome.kind === 'end') return 0
      initial = ''
      if (outcome.kind === 'interrupted') continue
      const end = await runScript(textScript(outcome.text), scripts)
      if (end.hasQuit) return 0
      initial = notTaken(outcome.text, end)
    }
  } finally {
    await terminal.close()
  }
}

/** What of a text a lost gateway did not take: it need not be typed again, and what was taken is not to be run twice. Empty otherwise. */
export function notTaken(text: string, { failure, stoppedAt }: ScriptEnd): string {
  const isLost = isClientError(failure) && (failure.kind === 'unreachable' || failure.kind === 'session-lost')
  return isLost && stoppedAt !== undefined ? textFrom(text, stoppedAt) : ''
}

function welcome({ database }: ClientArguments, { isEmbedded, transport }: OpenGateway): string {
  const inside = database === undefined ? 'All in memory: --path FILE keeps it.' : `The database is ${database}.`
  return `${isEmbedded ? inside : `Connected to ${transport.address.label}.`} HELP for help, QUIT to end.`
}

/** @see XDG Base Directory Specification, `$XDG_STATE_HOME` */
function historyFile(given: string | undefined, environment: ClientProcess['environment']): string {
  if (given !== undefined) return resolve(given)
  const state = environment['XDG_STATE_HOME'] || join(homedir(), '.local', 'state')
  return join(state, 'sql-gateway/history')
}
