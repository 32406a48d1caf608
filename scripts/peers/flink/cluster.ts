import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '../../process/free-port.js'
import { endProcess } from '../../process/server-process.js'
import { writeClusterConfig } from './cluster-config.js'
import { startFlinkGateway } from './gateway.js'
import type { FlinkHome } from './install.js'
import { serviceAnswers, startService } from './service.js'

/** A running JobManager, TaskManager and gateway of Flink. */
export interface FlinkCluster {
  /** Base address of Flink's own SQL gateway. */
  readonly gatewayUrl: string
  readonly gatewayPid: number
  /** Base address of the JobManager's REST interface. */
  readonly clusterUrl: string
  /** From the start of the gateway's process to its first answer, the cluster being up. */
  readonly gatewayStartMs: number
  /** Ends the JobManager at once, as a crash would, and waits for that; nobody starts it again. */
  killJobManager(): Promise<void>
  /** Ends the three processes and removes their files; a second call does nothing. */
  stop(): Promise<void>
}

/** A TaskManager ends itself when a query is stopped before its sink was opened; others than these tests would start it again. */
const TASK_MANAGER_RESTARTS = 5

/** Starts a small real Flink on free ports of 127.0.0.1, with all its files in folders of its own. */
export async function startFlinkCluster(flink: FlinkHome): Promise<FlinkCluster> {
  const runDir = mkdtempSync(join(tmpdir(), 'flink-peer-'))
  const children = new Set<ChildProcess>()
  let isStopping = false
  const start = (confDir: string, script: string): ChildProcess => {
    const child = startService(flink, { runDir, confDir }, script)
    children.add(child)
    return child
  }
  const startTaskManager = (confDir: string, restartsLeft: number): void => {
    start(confDir, 'taskmanager.sh').once('exit', () => {
      if (!isStopping && restartsLeft > 0) startTaskManager(confDir, restartsLeft - 1)
    })
  }
  const stopCluster = async () => {
    isStopping = true
    await Promise.all([...children].map(endProcess))
    rmSync(runDir, { recursive: true, force: true })
  }
  try {
    const [jobManagerRest = 0, jobManagerRpc = 0] = await freePorts(2)
    for (const dir of ['log', 'tmp']) mkdirSync(join(runDir, dir))
    const confDir = writeClusterConfig(flink, runDir, { jobManagerRest, jobManagerRpc })
    const clusterUrl = `http://127.0.0.1:${jobManagerRest}`
    const jobManager = start(confDir, 'jobmanager.sh')
    // A TaskManager that comes before its JobManager tries again after ten seconds only.
    await serviceAnswers(`${clusterUrl}/overview`, /"taskmanagers":/, jobManager)
    startTaskManager(confDir, TASK_MANAGER_RESTARTS)
    await serviceAnswers(`${clusterUrl}/overview`, /"taskmanagers":[1-9]/, jobManager)
    const gateway = await startFlinkGateway(flink, { clusterUrl })
    return {
      gatewayUrl: gateway.url,
      gatewayPid: gateway.pid,
      clusterUrl,
      gatewayStartMs: gateway.startMs,
      async killJobManager() {
        if (jobManager.exitCode !== null || jobManager.signalCode !== null) return
        const ended = once(jobManager, 'exit')
        jobManager.kill('SIGKILL')
        await ended
      },
      async stop() {
        await Promise.all([gateway.stop(), stopCluster()])
      },
    }
  } catch (cause) {
    await stopCluster()
    throw cause
  }
}
