import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { BenchError } from '../client/bench-error.js'
import { connect } from '../client/connection.js'
import { endProcess } from './child.js'

/** A gateway of ours in a process of its own. */
export interface BenchGateway {
  readonly url: string
  readonly pid: number
  /** From the start of the launcher to the first answer. */
  readonly startMs: number
  /** Ends it and removes its files. */
  stop(): Promise<void>
}

const LAUNCHER = resolve(import.meta.dirname, '../../../bin/sql-gateway.sh')
const READY_WITHIN_MS = 60_000
const POLL_MS = 2
const OK = 200
/** How the gateway's log tells where the REST endpoint is. */
const ADDRESS = /"url":"(http:[^"]+)"/

/** Starts `bin/sql-gateway.sh start-foreground` with the REST endpoint on a free port and all files in a folder of its own. */
export async function startGateway(options: Readonly<Record<string, string>> = {}, nodeOptions?: string): Promise<BenchGateway> {
  const dir = mkdtempSync(join(tmpdir(), 'sql-gateway-bench-'))
  const settings = { 'sql-gateway.endpoint.type': 'rest', 'sql-gateway.endpoint.rest.port': '0', ...options }
  for (const name of ['conf', 'log', 'pid', 'data']) mkdirSync(join(dir, name))
  writeFileSync(join(dir, 'conf', 'sql-gateway.yaml'), '')
  const log = openSync(join(dir, 'log', 'console.out'), 'a')
  const startedAt = performance.now()
  const child = spawn(LAUNCHER, ['start-foreground', ...Object.entries(settings).map(([key, value]) => `-D${key}=${value}`)], {
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      SQL_GATEWAY_CONF_DIR: join(dir, 'conf'),
      SQL_GATEWAY_LOG_DIR: join(dir, 'log'),
      SQL_GATEWAY_PID_DIR: join(dir, 'pid'),
      SQL_GATEWAY_DATA_DIR: join(dir, 'data'),
      ...(nodeOptions === undefined ? {} : { NODE_OPTIONS: nodeOptions }),
    },
  })
  const said = () => readFileSync(join(dir, 'log', 'console.out'), 'utf8')
  const stop = async () => {
    await endProcess(child)
    rmSync(dir, { recursive: true, force: true })
  }
  for (;;) {
    const url = ADDRESS.exec(said())?.[1]
    if (url !== undefined && (await answers(url))) return { url, pid: child.pid ?? 0, startMs: performance.now() - startedAt, stop }
    if (child.exitCode !== null || performance.now() - startedAt > READY_WITHIN_MS) {
      const reason = said().slice(-2000)
      await stop()
      throw new BenchError(`the gateway did not start: ${reason}`)
    }
    await delay(POLL_MS)
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const connection = await connect(url)
    const { status } = await connection.request('GET', '/v1/info')
    connection.close()
    return status === OK
  } catch {
    return false
  }
}
