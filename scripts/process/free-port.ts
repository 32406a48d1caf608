import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'

/** Systems give ports from 32768 or 49152 on to whoever asks for any, so that nobody comes by one of these before its server does. */
const FIRST = 12_000
const END = 30_000
/** Test runners number their processes, which begin with 1: those beside each other choose among different ports. */
const GROUPS = 8

/** As many different ports of 127.0.0.1 as asked for, on which nobody listens: for servers that cannot choose one themselves. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = new Map<number, Server>()
  while (servers.size < count) {
    const port = candidate()
    const server = servers.has(port) ? undefined : await listen(port)
    if (server !== undefined) servers.set(port, server)
  }
  await Promise.all([...servers.values()].map((server) => once(server.close(), 'close')))
  return [...servers.keys()]
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
  } catch {
    return undefined
  }
}
