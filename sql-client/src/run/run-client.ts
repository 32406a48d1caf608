import type { Clock } from '@sql-gateway/gateway-common'
import type { ClientArguments } from '../cli/arguments.js'
import { clientError } from '../error/client-error.js'
import { createDescriptorSink, type DescriptorSink } from '../output/descriptor-sink.js'
import { openScript, type ScriptSource, textScript } from '../script/script-source.js'
import { type ClientSession, openClientSession } from '../session/client-session.js'
import { createBatchHost } from './batch-host.js'
import { EXIT_CODE } from './exit-code.js'
import { type OpenGateway, openGateway } from './open-gateway.js'
import { initialization } from './prepare-session.js'
import { isFinal, runScript } from './script-runner.js'

/** What of the process the client works with. */
export interface ClientProcess {
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream & { readonly fd: number }
  readonly errors: { readonly fd: number }
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The folder of the installation, absolute. */
  readonly installation: string
  readonly clock: Clock
  /** Calls back on SIGINT and the like until it is disposed. */
  onInterrupt(listener: () => void): Disposable
}

/**
 * Runs the client as its arguments say and gives the exit code. Everything it opened is closed then.
 *
 * @throws {ClientError} what keeps it from beginning: no gateway, an initialization that fails
 */
export async function runClient(args: ClientArguments, host: ClientProcess): Promise<number> {
  const { clock } = host
  const gateway = openGateway(args, host)
  // Its failure is met below, also when something else fails before.
  gateway.catch(() => undefined)
  const errors = createDescriptorSink(host.errors.fd, clock)
  let session: ClientSession | undefined
  try {
    const opened = await gateway
    session = await openClientSession({
      transport: opened.transport,
      name: args.sessionName,
      properties: args.properties,
      clock,
      prepare: initialization(args.initScript, host.input),
      onReplaced: (label) =>
        void errors.write(
          `[INFO] Connected to ${label} again with a new session: what was set, used and made temporarily in the old one is gone.\n`,
        ),
    })
    return isInteractive(args, host) ? await runShell(args, host, session, opened) : await runScripts(args, host, session, errors)
  } finally {
    await session?.close()
    await (await gateway.catch(() => undefined))?.close()
    await errors.flush()
  }
}

function isInteractive({ commands, script }: ClientArguments, { input, output }: ClientProcess): boolean {
  return commands.length === 0 && script === undefined && input.isTTY && output.isTTY
}

async function runShell(args: ClientArguments, host: ClientProcess, session: ClientSession, gateway: OpenGateway): Promise<number> {
  const shell = await import('../shell/shell.js')
  return await shell.runShell(args, host, session, gateway)
}

async function runScripts(args: ClientArguments, host: ClientProcess, session: ClientSession, messages: DescriptorSink): Promise<number> {
  const { clock, input, output } = host
  const data = createDescriptorSink(output.fd, clock, output.isTTY ? output.columns : undefined)
  const interruption = new AbortController()
  using _interrupts = host.onInterrupt(() => interruption.abort())
  const { format, hasHeader, goesOn } = args
  const context = { session, clock, data, messages, format, hasHeader, goesOn, signal: interruption.signal, standardInput: input }
  const scripts = createBatchHost(context)
  let exitCode: number = EXIT_CODE.done
  for (const source of sourcesOf(args, host)) {
    const end = await runScript(source, scripts)
    exitCode = end.exitCode || exitCode
    if (isFinal(end)) break
  }
  await data.flush()
  const failure: unknown = data.closed.reason
  if (isWriteFailure(failure)) throw clientError('file', `The output cannot be written: ${failure.message}.`)
  return exitCode
}

function sourcesOf({ commands, script }: ClientArguments, { input }: ClientProcess): readonly ScriptSource[] {
  return commands.length === 0 ? [openScript(script ?? '-', input)] : commands.map(textScript)
}

/** A reader that has gone, such as `head`, is no failure. */
function isWriteFailure(reason: unknown): reason is NodeJS.ErrnoException {
  return reason instanceof Error && (reason as NodeJS.ErrnoException).code !== 'EPIPE'
}
