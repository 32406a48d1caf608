import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { PeerError } from '#scripts/peers/support/peer-error.js'

/** A gateway of ours as its users start it, in a process of its own. */
export interface GatewayProcess {
  /** `127.0.0.1:port` of the REST endpoint. */
  readonly restAddress: string
  /** An empty folder that the gateway may read and write. */
  readonly dataDir: string
  /** What it wrote to its console and log so far. */
  log(): string
  /** Ends it and removes its files. */
  stop(): Promise<void>
}

const LAUNCHER = path.resolve(import.meta.dirname, '../../../../bin/sql-gateway.sh')
const READY_WITHIN_MS = 120_000
const POLL_MS = 50
/** How the gateway's log tells where the REST endpoint is. */
const ADDRESS = /"url":"http:\/\/([^"]+)"/
const STOP_WITHIN_MS = 20_000

/**
 * Starts `bin/sql-gateway.sh start-foreground` on DuckDB with all its files in a folder of its own and waits for the REST endpoint.
 * `options` are further `-Dkey=value` pairs. Rejects with what it printed when it does not start.
 */
export async function startGatewayProcess(options: Readonly<Record<string, string>> = {}): Promise<GatewayProcess> {
  const dir = mkdtempSync(path.join(tmpdir(), 'sql-gateway-peers-'))
  const folder = (name: string) => path.join(dir, name)
  for (const name of ['conf', 'log', 'pid', 'data']) mkdirSync(folder(name))
  writeFileSync(folder('conf/sql-gateway.yaml'), '')
  const consoleFile = folder('log/console.out')
  const settings = { 'sql-gateway.endpoint.type': 'rest', 'sql-gateway.endpoint.rest.port': '0', ...options }
  const output = openSync(consoleFile, 'a')
  const child = spawn(LAUNCHER, ['start-foreground', ...Object.entries(settings).map(([key, value]) => `-D${key}=${value}`)], {
    stdio: ['ignore', output, output],
    env: {
      ...process.env,
      SQL_GATEWAY_BUILD: 'never',
      SQL_GATEWAY_CONF_DIR: folder('conf'),
      SQL_GATEWAY_LOG_DIR: folder('log'),
      SQL_GATEWAY_PID_DIR: folder('pid'),
      SQL_GATEWAY_DATA_DIR: folder('data'),
    },
  })
  const log = () => readFileSync(consoleFile, 'utf8')
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      const hard = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
      await ended
      clearTimeout(hard)
    }
    rmSync(dir, { recursive: true, force: true })
  }
  const deadline = performance.now() + READY_WITHIN_MS
  for (;;) {
    const restAddress = ADDRESS.exec(log())?.[1]
    if (restAddress !== undefined && (await answers(`http://${restAddress}/v1/info`)))
      return { restAddress, dataDir: folder('data'), log, stop }
    if (child.exitCode !== null || performance.now() > deadline) {
      const said = log()
      await stop()
      throw new PeerError(`the gateway did not start: ${said}`)
    }
    await delay(POLL_MS)
  }
}

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  )
}
