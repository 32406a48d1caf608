import type { ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endProcess } from '../../process/server-process.js'
import { freePorts } from '../support/free-port.js'
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
  /** Ends the three processes and removes their files; a second call does nothing. */
  stop(): Promise<void>
}

/** Starts a small real Flink on free ports of 127.0.0.1, with all its files in folders of its own. */
export async function startFlinkCluster(flink: FlinkHome): Promise<FlinkCluster> {
  const runDir = mkdtempSync(join(tmpdir(), 'flink-peer-'))
  const children: ChildProcess[] = []
  const stopCluster = async () => {
    await Promise.all(children.splice(0).reverse().map(endProcess))
    rmSync(runDir, { recursive: true, force: true })
  }
  try {
    const [jobManagerRest = 0, jobManagerRpc = 0] = await freePorts(2)
    for (const dir of ['log', 'tmp']) mkdirSync(join(runDir, dir))
    const confDir = writeClusterConfig(flink, runDir, { jobManagerRest, jobManagerRpc })
    const clusterUrl = `http://127.0.0.1:${jobManagerRest}`
    const jobManager = startService(flink, { runDir, confDir }, 'jobmanager.sh')
    children.push(jobManager)
    // A TaskManager that comes before its JobManager tries again after ten seconds only.
    await serviceAnswers(`${clusterUrl}/overview`, /"taskmanagers":/, jobManager)
    children.push(startService(flink, { runDir, confDir }, 'taskmanager.sh'))
    await serviceAnswers(`${clusterUrl}/overview`, /"taskmanagers":[1-9]/, jobManager)
    const gateway = await startFlinkGateway(flink, { clusterUrl })
    return {
      gatewayUrl: gateway.url,
      gatewayPid: gateway.pid,
      clusterUrl,
      gatewayStartMs: gateway.startMs,
      async stop() {
        await Promise.all([gateway.stop(), stopCluster()])
      },
    }
  } catch (cause) {
    await stopCluster()
    throw cause
  }
}
