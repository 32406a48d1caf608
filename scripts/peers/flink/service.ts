import { type ChildProcess, spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { PeerError } from '../support/peer-error.js'
import type { FlinkHome } from './install.js'

/** Where a process of Flink finds its configuration and puts its files. */
export interface ServicePlace {
  readonly runDir: string
  readonly confDir: string
}

const READY_WITHIN_MS = 600_000
const POLL_MS = 50

/** Starts one of Flink's services in the foreground; what it prints goes into the log folder of its place. */
export function startService(flink: FlinkHome, { runDir, confDir }: ServicePlace, script: string): ChildProcess {
  const logDir = join(runDir, 'log')
  const log = openSync(join(logDir, `${script}.out`), 'a')
  return spawn(join(flink.dir, 'bin', script), ['start-foreground'], {
    env: { ...process.env, JAVA_HOME: flink.javaHome, FLINK_CONF_DIR: confDir, FLINK_LOG_DIR: logDir, FLINK_PID_DIR: runDir },
    stdio: ['ignore', log, log],
  })
}

/** Waits until a service's address answers with what is expected. Rejects when its process ends before, or after ten minutes. */
export async function serviceAnswers(url: string, expected: RegExp, service: ChildProcess): Promise<void> {
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
