import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startServer } from './server-process.js'

/** A gateway of ours as its users start it, in a process of its own. */
export interface GatewayProcess {
  /** Base address of the REST endpoint. */
  readonly url: string
  readonly pid: number
  /** From the start of the launcher to the first answer. */
  readonly startMs: number
  /** An empty folder that the gateway may read and write. */
  readonly dataDir: string
  /** What it wrote to its console and log so far. */
  log(): string
  /** Ends it and removes its files; repeat calls do nothing. */
  stop(): Promise<void>
}

/** What is special about a gateway. */
export interface GatewayTask {
  /** Further `-Dkey=value` pairs. */
  readonly options?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Makes the error of a gateway that does not start. */
  readonly failure: (text: string) => Error
}

const LAUNCHER = resolve(import.meta.dirname, '../../../bin/sql-gateway.sh')
const READY_WITHIN_MS = 300_000
/** Often, since it is measured how long a start takes. */
const POLL_MS = 2
/** How the gateway's log tells where the REST endpoint is. */
const ADDRESS = /"url":"(http:[^"]+)"/

/** Starts `bin/sql-gateway.sh start-foreground` with the REST endpoint on a free port and all files in a folder of its own, and waits for its first answer. */
export async function startGatewayProcess({ options = {}, env = {}, failure }: GatewayTask): Promise<GatewayProcess> {
  const dir = mkdtempSync(join(tmpdir(), 'sql-gateway-process-'))
  const folder = (name: string) => join(dir, name)
  for (const name of ['conf', 'log', 'pid', 'data']) mkdirSync(folder(name))
  writeFileSync(folder('conf/sql-gateway.yaml'), '')
  const settings = { 'sql-gateway.endpoint.type': 'rest', 'sql-gateway.endpoint.rest.port': '0', ...options }
  const { ready: url, ...gateway } = await startServer({
    name: 'the gateway',
    command: LAUNCHER,
    args: ['start-foreground', ...Object.entries(settings).map(([key, value]) => `-D${key}=${value}`)],
    env: {
      SQL_GATEWAY_CONF_DIR: folder('conf'),
      SQL_GATEWAY_LOG_DIR: folder('log'),
      SQL_GATEWAY_PID_DIR: folder('pid'),
      SQL_GATEWAY_DATA_DIR: folder('data'),
      ...env,
    },
    dir,
    ready: async (log) => {
      const found = ADDRESS.exec(log())?.[1]
      return found !== undefined && (await answers(`${found}/v1/info`)) ? found : undefined
    },
    withinMs: READY_WITHIN_MS,
    pollMs: POLL_MS,
    failure,
  })
  return { ...gateway, url, dataDir: folder('data') }
}

function answers(url: string): Promise<boolean> {
  const { promise, resolve: settle } = Promise.withResolvers<boolean>()
  get(url, { agent: false }, (response) => {
    response.resume()
    response.once('close', () => settle(response.statusCode === 200))
  }).once('error', () => settle(false))
  return promise
}
