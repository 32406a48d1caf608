import { isObject } from '../discovery/plugin-package.js'
import { PRODUCT } from '../gateway/installation.js'
import type { Folders } from './folders.js'
import { type GatewayProcess, openPidFile } from './pid-file.js'
import type { Terminal } from './terminal.js'

/** The exit code that init scripts agree on for a service that does not run. */
const NOT_RUNNING = 3

/** How long a gateway may take to answer one question. */
const ANSWER_LIMIT_MS = 10_000

/** Shows every gateway of the pid folder. Gives the exit code. */
export async function statusCommand(folders: Folders, terminal: Terminal): Promise<number> {
  const running = openPidFile(folders.pid).list()
  if (running.length === 0) {
    terminal.say('No SQL Gateway runs.')
    return NOT_RUNNING
  }
  const now = terminal.clock.now()
  for (const text of await Promise.all(running.map((gateway) => describe(gateway, now)))) terminal.say(text)
  return 0
}

async function describe({ pid, startedAtMs, addresses }: GatewayProcess, nowMs: number): Promise<string> {
  const title = `${PRODUCT.productName}, pid ${pid}, up ${durationText(nowMs - startedAtMs)}`
  if (addresses === undefined) return `${title}\n  is starting`
  const lines = addresses.map(({ protocol, url }) => `  ${protocol.padEnd(12)} ${url}`)
  return [title, ...lines, ...(await load(addresses))].join('\n')
}

/** What runs in a gateway, which its REST endpoint tells to administrators. */
async function load(addresses: NonNullable<GatewayProcess['addresses']>): Promise<readonly string[]> {
  const rest = addresses.find(({ protocol }) => protocol === 'rest')
  if (rest === undefined) return ['  sessions     not known: the endpoint rest is not enabled']
  try {
    const [sessions, active, waiting] = await Promise.all([
      total(`${rest.url}/admin/sessions?limit=1`),
      total(`${rest.url}/admin/operations?status=RUNNING&limit=1`),
      total(`${rest.url}/admin/operations?status=PENDING&limit=1`),
    ])
    return [`  sessions     ${sessions} open`, `  statements   ${active} running, ${waiting} waiting`]
  } catch (error) {
    return [`  sessions     not known: it does not answer (${error instanceof Error ? error.message : String(error)})`]
  }
}

async function total(url: string): Promise<number> {
  const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) })
  const body: unknown = await response.json()
  if (!response.ok || !isObject(body) || typeof body['total'] !== 'number') throw new TypeError(`status ${response.status}`)
  return body['total']
}

/** The two largest units: `3 d 4 h`, `5 min 7 s`. */
function durationText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const
  const first = parts.findIndex(([count]) => count > 0)
  const shown = first < 0 ? parts.slice(-1) : parts.slice(first, first + 2)
  return shown.map(([count, unit]) => `${count} ${unit}`).join(' ')
}
