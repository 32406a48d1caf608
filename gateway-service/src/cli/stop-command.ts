import type { Folders } from './folders.js'
import { type GatewayProcess, openPidFile } from './pid-file.js'
import { processIdentity } from './process-identity.js'
import { pause, type Terminal } from './terminal.js'

/** How long a gateway may take to close endpoints and engines, after its statements have ended. */
const CLOSE_MARGIN_MS = 20_000

/** The grace of a gateway that is not ready yet and has not said its own. */
const DEFAULT_GRACE_MS = 20_000

const POLL_MS = 50

/** Stops the gateway started last, or all. Gives the exit code: 0 also when none runs. */
export async function stopCommand(folders: Folders, which: 'last' | 'all', terminal: Terminal): Promise<number> {
  const pidFile = openPidFile(folders.pid)
  const running = pidFile.list()
  if (running.length === 0) {
    terminal.say('No SQL Gateway runs.')
    return 0
  }
  const ends = await Promise.all(running.slice(which === 'last' ? -1 : 0).map((gateway) => end(gateway, terminal)))
  for (const { gateway, hasEnded } of ends) if (hasEnded) pidFile.remove(gateway.pid)
  return ends.every(({ hasEnded }) => hasEnded) ? 0 : 1
}

async function end(gateway: GatewayProcess, terminal: Terminal): Promise<{ readonly gateway: GatewayProcess; readonly hasEnded: boolean }> {
  const { pid, graceMs = DEFAULT_GRACE_MS, addresses = [] } = gateway
  const name = [`pid ${pid}`, ...addresses.map(({ url }) => url)].join(', ')
  terminal.say(`Stopping the SQL Gateway, ${name}: statements under way may go on for ${graceMs / 1_000} s.`)
  if (!signal(gateway, 'SIGTERM', terminal)) return { gateway, hasEnded: !isRunning(gateway) }
  if (await hasEndedWithin(gateway, graceMs + CLOSE_MARGIN_MS, terminal)) {
    terminal.say(`Stopped, pid ${pid}.`)
    return { gateway, hasEnded: true }
  }
  terminal.complain(`It did not stop in time and is killed, pid ${pid}.`)
  signal(gateway, 'SIGKILL', terminal)
  return { gateway, hasEnded: await hasEndedWithin(gateway, CLOSE_MARGIN_MS, terminal) }
}

function isRunning({ pid, identity }: GatewayProcess): boolean {
  return processIdentity(pid) === identity
}

async function hasEndedWithin(gateway: GatewayProcess, limitMs: number, { clock }: Terminal): Promise<boolean> {
  const endMs = clock.monotonic() + limitMs
  while (isRunning(gateway)) {
    if (clock.monotonic() >= endMs) return false
    await pause(clock, POLL_MS)
  }
  return true
}

function signal(gateway: GatewayProcess, name: NodeJS.Signals, terminal: Terminal): boolean {
  try {
    process.kill(gateway.pid, name)
    return true
  } catch (error) {
    if (isRunning(gateway)) terminal.complain(`The process ${gateway.pid} cannot be signalled (${(error as NodeJS.ErrnoException).code}).`)
    return false
  }
}
