import { type ChildProcess, fork } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type EndpointAddress, gatewayError, LATE, withinLimit } from '@sql-gateway/gateway-common'
import { PRODUCT } from '../gateway/installation.js'
import type { DaemonOrder, DaemonReport } from './daemon-messages.js'
import { checkHome, type Folders } from './folders.js'
import { type GatewayProcess, openPidFile, type PidFile } from './pid-file.js'
import { processIdentity } from './process-identity.js'
import type { Terminal } from './terminal.js'

const DAEMON = fileURLToPath(new URL('./daemon-main.js', import.meta.url))

/** How long a gateway may take to get ready; launching an engine of another product takes its time. */
const READY_LIMIT_MS = 120_000

/** How much of the process's own output is shown when it ends without a word. */
const OUTPUT_TAIL = 2_000

/** What `start` needs. */
export interface StartInit {
  readonly installation: string
  readonly folders: Folders
  readonly options: Readonly<Record<string, string>>
}

/** Starts a gateway in the background and waits until it is ready. Gives the exit code. */
export async function startCommand(init: StartInit, terminal: Terminal): Promise<number> {
  checkHome(init.folders)
  const pidFile = openPidFile(init.folders.pid)
  // Before the launch: a signal that came in between would leave the new process behind.
  const interrupted = interruption()
  const launched = await launch(init, pidFile, terminal)
  const { child, gateway, logFile } = launched
  const reported = Promise.race([launched.reported, interrupted])
  const report = await withinLimit(reported, READY_LIMIT_MS, terminal.clock)
  if (report !== LATE && 'ready' in report) {
    child.unref()
    sayReady(gateway.pid, report.ready, logFile, terminal)
    return 0
  }
  await kill(child)
  pidFile.remove(gateway.pid)
  terminal.complain(`The ${PRODUCT.productName} did not start. ${reasonOf(report, launched)}`)
  const others = pidFile.list().map(describeRunning)
  if (others.length > 0) terminal.complain(`\nRunning with the same pid folder: ${others.join('; ')}.`)
  terminal.complain(`\nIts log: ${logFile}`)
  return 1
}

interface Launched {
  readonly child: ChildProcess
  readonly reported: Promise<StartReport>
  readonly gateway: GatewayProcess
  readonly logFile: string
  readonly outFile: string
  /** How long that file was before; it is appended to. */
  readonly outSize: number
}

/** Forks the process with the pid file locked, so that two launches at once get different log files. */
async function launch(init: StartInit, pidFile: PidFile, terminal: Terminal): Promise<Launched> {
  const { folders } = init
  let launched: Omit<Launched, 'gateway'> | undefined
  try {
    const gateway = pidFile.add((running) => {
      const logIndex = firstFree(running.flatMap(({ logIndex: index }) => index ?? []))
      const base = join(folders.log, `sql-gateway-${logIndex}-${hostname()}`)
      const outFile = `${base}.out`
      const outSize = statSync(outFile, { throwIfNoEntry: false })?.size ?? 0
      const child = forkDaemon(folders, terminal, outFile)
      // At once: it may fail before anything else is done.
      launched = { child, reported: reportOf(child), logFile: `${base}.log`, outFile, outSize }
      const { pid } = child
      if (pid === undefined) throw gatewayError('GATEWAY.START_FAILED', 'The process of the gateway cannot be created.')
      const order: DaemonOrder = { ...init, logFile: launched.logFile, logIndex }
      child.send(order)
      return { pid, identity: processIdentity(pid) ?? '', startedAtMs: terminal.clock.now(), logIndex }
    })
    if (launched === undefined) throw new TypeError('nothing was launched')
    return { ...launched, gateway }
  } catch (error) {
    // Without its line in the pid file nobody would find it.
    if (launched !== undefined) await kill(launched.child)
    throw error
  }
}

function forkDaemon({ home, conf, log, pid }: Folders, { environment }: Terminal, outFile: string): ChildProcess {
  const output = openOutput(log, outFile)
  // The folders once more, as variables: relative ones would mean something else in another working directory.
  const moved = { SQL_GATEWAY_HOME: home, SQL_GATEWAY_LOG_DIR: log, SQL_GATEWAY_PID_DIR: pid }
  const configured = environment['SQL_GATEWAY_CONF_DIR'] ? { SQL_GATEWAY_CONF_DIR: conf } : {}
  try {
    return fork(DAEMON, [], {
      cwd: home,
      env: { ...environment, ...moved, ...configured },
      detached: true,
      stdio: ['ignore', output, output, 'ipc'],
    })
  } finally {
    closeSync(output)
  }
}

function openOutput(folder: string, file: string): number {
  try {
    mkdirSync(folder, { recursive: true })
    return openSync(file, 'a')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw gatewayError('GATEWAY.START_FAILED', `The log folder cannot be written (${code}): ${folder}`, { cause: error })
  }
}

function firstFree(taken: readonly number[]): number {
  let index = 0
  while (taken.includes(index)) index++
  return index
}

/** What became of a process that was to report: its report, its end before that, or that the user would not wait. */
type StartReport = DaemonReport | { readonly ended: string } | { readonly interrupted: true }

async function reportOf(child: ChildProcess): Promise<StartReport> {
  const { promise, resolve } = Promise.withResolvers<StartReport>()
  child.once('message', (message) => resolve(message as DaemonReport))
  child.once('exit', (code, signal) => resolve({ ended: signal ?? `exit code ${code}` }))
  child.once('error', (error) => resolve({ ended: error.message }))
  return await promise
}

/** Ends a process and waits for that: whoever starts the next one finds ports and data free. */
async function kill(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const { promise, resolve } = Promise.withResolvers<void>()
  child.once('exit', () => resolve())
  child.kill('SIGKILL')
  await promise
}

/** Without it Ctrl-C would end this process and leave the other one behind, which does not belong to the terminal. */
async function interruption(): Promise<StartReport> {
  const { promise, resolve } = Promise.withResolvers<StartReport>()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve({ interrupted: true }))
  return await promise
}

function reasonOf(report: Exclude<StartReport, { readonly ready: unknown }> | typeof LATE, { outFile, outSize }: Launched): string {
  if (report === LATE) return `It was not ready within ${READY_LIMIT_MS / 1_000} s and was ended.`
  if ('failed' in report) return report.failed
  if ('interrupted' in report) return 'It was interrupted before it was ready.'
  const output = readFileSync(outFile).subarray(outSize).toString('utf8').slice(-OUTPUT_TAIL)
  return `The process ended while it started (${report.ended}).\n${output}`.trimEnd()
}

function describeRunning({ pid, addresses = [] }: GatewayProcess): string {
  return [`pid ${pid}`, ...addresses.map(({ url }) => url)].join(', ')
}

function sayReady(pid: number, addresses: readonly EndpointAddress[], logFile: string, terminal: Terminal): void {
  terminal.say(`${PRODUCT.productName} ${PRODUCT.version} is ready, pid ${pid}.`)
  for (const { protocol, url } of addresses) terminal.say(`  ${protocol.padEnd(12)} ${url}`)
  terminal.say(`  ${'log'.padEnd(12)} ${logFile}`)
  const examples = addresses.flatMap(({ tryIt }) => tryIt ?? [])
  if (examples.length > 0) terminal.say(`Try it:\n${examples.map((example) => `  ${example}`).join('\n')}`)
}
