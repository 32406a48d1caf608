import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'

/** Systems give ports from 32768 or 49152 on to whoever asks for any, so that nobody comes by one of these before its server does. */
const FIRST = 12_000
const END = 30_000
/** Test runners number their processes, which begin with 1: those beside each other choose among different ports. */
const GROUPS = 8
/** So many ports in a row are not all taken: who goes on looking behind them never ends. */
const TRIES = 100
/** Somebody else has the port; all other failures would be the same with the next one. */
const TAKEN = new Set(['EADDRINUSE', 'EACCES'])
/** The ports that were looked at: who was given one may not listen there yet. */
const seen = new Set<number>()

/**
 * As many different ports of 127.0.0.1 as asked for, on which nobody listens: for servers that cannot choose one themselves. None is given
 * twice in a process.
 *
 * @throws what a system that lets nobody listen answers, or TypeError where no port is free
 */
export async function freePorts(count: number): Promise<number[]> {
  const servers = new Map<number, Server>()
  try {
    for (let tries = 0; servers.size < count; tries++) {
      if (tries === count + TRIES) throw new TypeError(`Of ${tries} ports from ${FIRST} to ${END - 1} only ${servers.size} are free`)
      const port = candidate()
      const server = seen.has(port) ? undefined : await listen(port)
      seen.add(port)
      if (server !== undefined) servers.set(port, server)
    }
    return [...servers.keys()]
  } finally {
    await Promise.all([...servers.values()].map((server) => once(server.close(), 'close')))
  }
}

/** A port of 127.0.0.1 on which nobody listens; see {@link freePorts}. */
export async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1)
  return port
}

function candidate(): number {
  const group = Number(process.env['JEST_WORKER_ID'] ?? 0) % GROUPS
  return randomInt(FIRST / GROUPS, END / GROUPS) * GROUPS + group
}

/** Listens on a port, unless somebody else does. */
async function listen(port: number): Promise<Server | undefined> {
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
    return server
  } catch (error) {
    if (!TAKEN.has((error as NodeJS.ErrnoException).code ?? '')) throw error
    return undefined
  }
}
