import type { Clock } from '@sql-gateway/gateway-common'
import type { ClientArguments } from '../cli/arguments.js'
import { clientError } from '../error/client-error.js'
import { errorReport } from '../error/error-report.js'
import { createDescriptorSink, type DescriptorSink } from '../output/descriptor-sink.js'
import { openScript, type ScriptSource, textScript } from '../script/script-source.js'
import { type ClientSession, openClientSession } from '../session/client-session.js'
import { type BatchContext, createBatchHost } from './batch-host.js'
import { deployScript } from './deploy-script.js'
import { EXIT_CODE, exitCodeOf } from './exit-code.js'
import type { Interrupts } from './interrupts.js'
import { type OpenGateway, openGateway } from './open-gateway.js'
import { initialization } from './prepare-session.js'
import { isFinal, runScript } from './script-runner.js'

/** What of the process the client works with. */
export interface ClientProcess {
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream & { readonly fd: number }
  readonly errors: NodeJS.WriteStream & { readonly fd: number }
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The folder of the installation, absolute. */
  readonly installation: string
  readonly clock: Clock
  readonly interrupts: Interrupts
}

/** Where messages go that belong to no statement; the shell puts its terminal in the place of standard error. */
export interface Notices {
  write: (text: string) => Promise<void>
}

/** What the shell works with. */
export interface ShellParts {
  readonly session: ClientSession
  readonly gateway: OpenGateway
  readonly notices: Notices
}

/** How long a reader has for what is left when the user has stopped the statement. */
const READER_LIMIT_MS = 300

const WHAT_IS_GONE = 'what was set, used and made temporarily in the old one is gone.'

/**
 * Runs the client as its arguments say and gives the exit code. Everything it opened is closed then.
 *
 * @throws {ClientError} what keeps it from beginning: no gateway, an initialization that fails
 */
export async function runClient(args: ClientArguments, host: ClientProcess): Promise<number> {
  const { clock } = host
  if (isInteractive(args, host)) refuseOutputOptions(args)
  const gateway = openGateway(args, host)
  // Its failure is met below, also when something else fails before.
  gateway.catch(() => undefined)
  const errors = createDescriptorSink(host.errors.fd, clock, host.errors.isTTY ? host.errors.columns : undefined)
  const notices: Notices = { write: async (text) => await errors.write(text) }
  let session: ClientSession | undefined
  try {
    const opened = await gateway
    host.interrupts.arm()
    const init = {
      transport: opened.transport,
      name: args.sessionName,
      properties: args.properties,
      clock,
      prepare: initialization(args.initScript, host.input),
      onReplaced: (label: string) => void notices.write(`[INFO] Connected to ${label} again with a new session: ${WHAT_IS_GONE}\n`),
      onWarning: (text: string) => void notices.write(`[WARNING] ${text}\n`),
    }
    session = await openClientSession(init, host.interrupts.signal)
    return isInteractive(args, host)
      ? await runShell(args, host, { session, gateway: opened, notices })
      : await runScripts(args, host, session, errors)
  } finally {
    await session?.close()
    await (await gateway.catch(() => undefined))?.close()
    await errors.flush()
  }
}

function isInteractive({ commands, script }: ClientArguments, { input, output }: ClientProcess): boolean {
  return commands.length === 0 && script === undefined && input.isTTY && output.isTTY
}

/** What the shell has no use for: it shows tables, and goes on anyway. */
function refuseOutputOptions({ format, hasHeader, goesOn }: ClientArguments): void {
  if (format === undefined && hasHeader && !goesOn) return
  throw clientError('usage', '-o, --no-header and -k are for -c, -f and standard input; what is typed is shown as tables.')
}

async function runShell(args: ClientArguments, host: ClientProcess, parts: ShellParts): Promise<number> {
  const shell = await import('../shell/shell.js')
  // The terminal takes them: it has to be given back as it was.
  host.interrupts.release()
  return await shell.runShell(args, host, parts)
}

async function runScripts(args: ClientArguments, host: ClientProcess, session: ClientSession, messages: DescriptorSink): Promise<number> {
  const { clock, input, output, interrupts } = host
  const data = createDescriptorSink(output.fd, clock, output.isTTY ? output.columns : undefined)
  interrupts.signal.addEventListener('abort', () => clock.schedule(READER_LIMIT_MS, () => data.giveUp()))
  const { format, hasHeader, goesOn } = args
  const context = { session, clock, data, messages, format, hasHeader, goesOn, signal: interrupts.signal, standardInput: input }
  const scripts = createBatchHost(context)
  let exitCode: number = EXIT_CODE.done
  if (args.script !== undefined && (await session.settings(interrupts.signal)).deploysScripts)
    exitCode = await deployed(args.script, context)
  else {
    for (const source of sourcesOf(args, host)) {
      const end = await runScript(source, scripts)
      exitCode = end.exitCode || exitCode
      if (isFinal(end)) break
    }
  }
  await data.flush()
  const failure: unknown = data.closed.reason
  if (isWriteFailure(failure)) throw clientError('file', `The output cannot be written: ${failure.message}.`)
  return exitCode
}

/** Deploys a script, and gives the exit code. */
async function deployed(script: string, { session, data, messages, format, signal, standardInput }: BatchContext): Promise<number> {
  try {
    const text = await deployScript(script, session, standardInput, signal)
    await (format === undefined || format === 'table' ? data : messages).write(text)
    return EXIT_CODE.done
  } catch (error) {
    await messages.write(`${errorReport(error, { isVerbose: session.isVerbose })}\n`)
    return exitCodeOf(error)
  }
}

function sourcesOf({ commands, script }: ClientArguments, { input }: ClientProcess): readonly ScriptSource[] {
  return commands.length === 0 ? [openScript(script ?? '-', input)] : commands.map(textScript)
}

/** A reader that has gone, such as `head`, is no failure. */
function isWriteFailure(reason: unknown): reason is NodeJS.ErrnoException {
  return reason instanceof Error && (reason as NodeJS.ErrnoException).code !== 'EPIPE'
}
