import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '../../process/free-port.js'
import { endProcess } from '../../process/server-process.js'
import { writeGatewayConfig } from './cluster-config.js'
import type { FlinkHome } from './install.js'
import { serviceAnswers, startService } from './service.js'

/** Where a gateway of Flink stands, and what is special about it. */
export interface FlinkGatewayTask {
  /** Base address of the JobManager's REST interface; nobody has to be there. */
  readonly clusterUrl: string
  /** Absent: any free port. */
  readonly port?: number
  /** Further lines of its configuration. */
  readonly settings?: Readonly<Record<string, string>>
}

/** Flink's SQL gateway in a process of its own. */
export interface FlinkGateway {
  readonly url: string
  readonly port: number
  readonly pid: number
  /** From the start of its process to its first answer. */
  readonly startMs: number
  /** What it wrote to its console and logs so far. */
  log(): string
  /** Ends it at once, as a crash would, and waits for that. */
  kill(): Promise<void>
  /** Halts the process, which then answers nobody, or lets it go on. */
  halt(): void
  resume(): void
  /** Ends it and removes its files; a second call does nothing. */
  stop(): Promise<void>
}

/** Starts Flink's SQL gateway for a cluster, with all its files in a folder of its own, and waits for its first answer. */
export async function startFlinkGateway(flink: FlinkHome, task: FlinkGatewayTask): Promise<FlinkGateway> {
  const runDir = mkdtempSync(join(tmpdir(), 'flink-gateway-'))
  for (const dir of ['log', 'tmp']) mkdirSync(join(runDir, dir))
  const port = task.port ?? (await freePorts(1))[0] ?? 0
  const confDir = writeGatewayConfig(flink, runDir, { ...task, port })
  const url = `http://127.0.0.1:${port}`
  const startedAt = performance.now()
  const child = startService(flink, { runDir, confDir }, 'sql-gateway.sh')
  const stop = async () => {
    child.kill('SIGCONT')
    await endProcess(child)
    rmSync(runDir, { recursive: true, force: true })
  }
  try {
    await serviceAnswers(`${url}/v1/info`, /productName/, child)
  } catch (cause) {
    await stop()
    throw cause
  }
  return {
    url,
    port,
    pid: child.pid ?? 0,
    startMs: performance.now() - startedAt,
    log: () => logText(join(runDir, 'log')),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
    halt: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    stop,
  }
}

function logText(dir: string): string {
  return readdirSync(dir)
    .map((name) => readFileSync(join(dir, name), 'utf8'))
    .join('\n')
}
