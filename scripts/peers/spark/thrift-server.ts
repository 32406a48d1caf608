import { mkdirSync, mkdtempSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '../../process/free-port.js'
import { startServer } from '../../process/server-process.js'
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
const POLL_MS = 200

/** Starts a Spark Thrift Server in one process (local mode, all processors, 1 GB of heap) and waits until it takes connections. */
export async function startSparkThriftServer(spark: SparkHome): Promise<SparkThriftServer> {
  const dir = mkdtempSync(join(tmpdir(), 'spark-thrift-server-'))
  mkdirSync(join(dir, 'tmp'))
  const [port = 0] = await freePorts(1)
  const server = await startServer({
    name: 'the Spark Thrift Server',
    command: join(spark.dir, 'bin', 'spark-submit'),
    args: serverArgs(dir, port),
    // Its catalog, a Derby database, lands in the working folder.
    cwd: dir,
    env: { SPARK_HOME: spark.dir, JAVA_HOME: spark.javaHome, SPARK_LOCAL_IP: '127.0.0.1' },
    dir,
    ready: async () => ((await accepts(port)) ? port : undefined),
    withinMs: READY_WITHIN_MS,
    pollMs: POLL_MS,
    failure: (text) => new PeerError(text),
  })
  return { port, pid: server.pid, stop: server.stop }
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
