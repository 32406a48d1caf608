import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePorts } from '../support/free-port.js'
import { PeerError } from '../support/peer-error.js'
import { type ClusterPorts, writeClusterConfig } from './cluster-config.js'
import type { FlinkHome } from './install.js'

/** A running JobManager, TaskManager and gateway of Flink. */
export interface FlinkCluster {
  /** Base address of Flink's own SQL gateway. */
  readonly gatewayUrl: string
  readonly gatewayPid: number
  /** Base address of the JobManager's REST interface. */
  readonly clusterUrl: string
  /** From the start of the gateway's process to its first answer, the cluster being up. */
  readonly gatewayStartMs: number
  /** Ends the three processes and removes their files; a second call does nothing. */
  stop(): Promise<void>
}

const READY_WITHIN_MS = 120_000
const POLL_MS = 50
const STOP_WITHIN_MS = 10_000

/** Starts a small real Flink on free ports of 127.0.0.1, with all its files in a folder of its own. */
export async function startFlinkCluster(flink: FlinkHome): Promise<FlinkCluster> {
  const runDir = mkdtempSync(join(tmpdir(), 'flink-peer-'))
  const children: ChildProcess[] = []
  const stop = async () => {
    await Promise.all(children.splice(0).reverse().map(endProcess))
    rmSync(runDir, { recursive: true, force: true })
  }
  try {
    const [jobManagerRest = 0, jobManagerRpc = 0, gateway = 0] = await freePorts(3)
    const ports: ClusterPorts = { jobManagerRest, jobManagerRpc, gateway }
    for (const dir of ['log', 'tmp']) mkdirSync(join(runDir, dir))
    const conf = writeClusterConfig(flink, runDir, ports)
    const start = (script: string) => startService(flink, runDir, conf, script, children)
    const clusterUrl = `http://127.0.0.1:${ports.jobManagerRest}`
    const gatewayUrl = `http://127.0.0.1:${ports.gateway}`
    const jobManager = start('jobmanager.sh')
    start('taskmanager.sh')
    await answers(`${clusterUrl}/overview`, /"taskmanagers":[1-9]/, jobManager)
    const startedAt = performance.now()
    const gatewayProcess = start('sql-gateway.sh')
    await answers(`${gatewayUrl}/v1/info`, /productName/, gatewayProcess)
    const gatewayStartMs = performance.now() - startedAt
    return { gatewayUrl, gatewayPid: gatewayProcess.pid ?? 0, clusterUrl, gatewayStartMs, stop }
  } catch (cause) {
    await stop()
    throw cause
  }
}

function startService(flink: FlinkHome, runDir: string, conf: string, script: string, children: ChildProcess[]): ChildProcess {
  const log = openSync(join(runDir, 'log', `${script}.out`), 'a')
  const child = spawn(join(flink.dir, 'bin', script), ['start-foreground'], {
    env: { ...process.env, JAVA_HOME: flink.javaHome, FLINK_CONF_DIR: conf, FLINK_LOG_DIR: join(runDir, 'log'), FLINK_PID_DIR: runDir },
    stdio: ['ignore', log, log],
  })
  children.push(child)
  return child
}

async function answers(url: string, expected: RegExp, service: ChildProcess): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS
  while (performance.now() < deadline) {
    if (service.exitCode !== null) throw new PeerError(`a process of Flink ended with ${service.exitCode} before it answered at ${url}`)
    const text = await fetch(url, { signal: AbortSignal.timeout(2000) }).then(
      (response) => response.text(),
      () => '',
    )
    if (expected.test(text)) return
    await delay(POLL_MS)
  }
  throw new PeerError(`Flink did not answer at ${url} within ${READY_WITHIN_MS / 1000} s`)
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const hard = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
  await ended
  clearTimeout(hard)
}
