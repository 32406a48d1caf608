import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePorts } from '../support/free-port.js'
import { PeerError } from '../support/peer-error.js'
import type { SparkHome } from './install.js'

/** A Spark Thrift Server that runs: HiveServer2's protocol with SASL PLAIN, on 127.0.0.1. */
export interface SparkThriftServer {
  readonly port: number
  readonly pid: number
  /** Ends it and removes its files. */
  stop(): Promise<void>
}

const READY_WITHIN_MS = 120_000
const STOP_WITHIN_MS = 15_000
const POLL_MS = 200

/** Starts a Spark Thrift Server in one process (local mode, all processors, 1 GB of heap) and waits until it takes connections. */
export async function startSparkThriftServer(spark: SparkHome): Promise<SparkThriftServer> {
  const dir = mkdtempSync(join(tmpdir(), 'spark-thrift-server-'))
  mkdirSync(join(dir, 'tmp'))
  const [port = 0] = await freePorts(1)
  const log = join(dir, 'log')
  const output = openSync(log, 'a')
  const child = spawn(join(spark.dir, 'bin', 'spark-submit'), serverArgs(dir, port), {
    // Its catalog, a Derby database, lands in the working folder.
    cwd: dir,
    stdio: ['ignore', output, output],
    env: { ...process.env, SPARK_HOME: spark.dir, JAVA_HOME: spark.javaHome, SPARK_LOCAL_IP: '127.0.0.1' },
  })
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
  while (!(await accepts(port))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      const said = readFileSync(log, 'utf8').slice(-2000)
      await stop()
      throw new PeerError(`the Spark Thrift Server did not start: ${said}`)
    }
    await delay(POLL_MS)
  }
  return { port, pid: child.pid ?? 0, stop }
}

function serverArgs(dir: string, port: number): string[] {
  const settings = {
    'spark.ui.enabled': 'false',
    'spark.driver.host': '127.0.0.1',
    'spark.driver.bindAddress': '127.0.0.1',
    'spark.sql.warehouse.dir': join(dir, 'warehouse'),
    'spark.local.dir': join(dir, 'tmp'),
    'spark.sql.shuffle.partitions': '2',
    'spark.sql.session.timeZone': 'UTC',
    'spark.driver.extraJavaOptions': `-Djava.io.tmpdir=${join(dir, 'tmp')} -Dderby.system.home=${dir} -Duser.timezone=UTC`,
  }
  const hive = {
    'hive.server2.thrift.bind.host': '127.0.0.1',
    'hive.server2.thrift.port': String(port),
    'hive.exec.scratchdir': join(dir, 'tmp', 'scratch'),
  }
  return [
    '--class',
    'org.apache.spark.sql.hive.thriftserver.HiveThriftServer2',
    '--master',
    'local[*]',
    '--driver-memory',
    '1g',
    ...Object.entries(settings).flatMap(([key, value]) => ['--conf', `${key}=${value}`]),
    'spark-internal',
    ...Object.entries(hive).flatMap(([key, value]) => ['--hiveconf', `${key}=${value}`]),
  ]
}

function accepts(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = connect(port, '127.0.0.1')
  socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
  return promise.finally(() => socket.destroy())
}
