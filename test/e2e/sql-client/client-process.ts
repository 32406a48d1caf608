import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { createGateway } from '@sql-gateway/gateway-service'
import { follow, type Ran, ROOT } from '../temporary-home.js'

/** The client's launcher. */
export const CLIENT = join(ROOT, 'bin', 'sql-client.sh')

/** A client that runs with pipes for a terminal. */
export type ClientProcess = ChildProcessByStdio<Writable, Readable, Readable>

/** Starts the client in a folder, which is its home and keeps its temporary files unless it is the clone. */
export function startClient(words: readonly string[], cwd = ROOT): ClientProcess {
  const own = cwd === ROOT ? {} : { TMPDIR: cwd }
  const env = { PATH: process.env['PATH'], HOME: cwd, SQL_GATEWAY_BUILD: 'never', ...own }
  return spawn(CLIENT, words, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] })
}

/** Runs the client to its end. */
export async function runClient(
  words: readonly string[],
  { input = '', cwd = ROOT }: { input?: string | Buffer; cwd?: string } = {},
): Promise<Ran> {
  const child = startClient(words, cwd)
  child.stdin.on('error', () => undefined).end(input)
  return await follow(child).ended
}

/** A gateway in this process, with REST on a free port. */
export interface LocalGateway extends AsyncDisposable {
  readonly url: string
}

/** Starts a gateway for a test, with an empty database in memory that may use all files. */
export async function startGateway(options: Readonly<Record<string, string>> = {}): Promise<LocalGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'sql-client-gateway-'))
  const gateway = await createGateway({
    homeDirectory: ROOT,
    configuration: {
      'sql-gateway.endpoint.rest.port': '0',
      'sql-gateway.data-dir': folder,
      'sql-gateway.engine.duckdb.path': ':memory:',
      'sql-gateway.engine.duckdb.allowed-directories': '*',
      'sql-gateway.shutdown.grace-time': '0',
      ...options,
    },
  })
  const [address] = await gateway.start()
  return {
    url: address?.url ?? '',
    [Symbol.asyncDispose]: async () => {
      await gateway.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
