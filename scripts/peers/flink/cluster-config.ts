import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FlinkHome } from './install.js'

/** The ports of one cluster, all on 127.0.0.1. */
export interface ClusterPorts {
  readonly jobManagerRest: number
  readonly jobManagerRpc: number
}

/** What a gateway's configuration says beside the sizes. */
export interface GatewayConfig {
  /** Base address of the JobManager's REST interface. */
  readonly clusterUrl: string
  readonly port: number
  /** Further keys. */
  readonly settings?: Readonly<Record<string, string>>
}

/** The sizes below are the smallest that ran every comparison without an out-of-memory end. */
const MEMORY = { jobManager: '900m', taskManager: '1300m', managed: '128m', gatewayHeap: '768m', gatewayMetaspace: '512m' }
const TASK_SLOTS = 4

/** Writes the configuration folder of one small cluster and answers its path. */
export function writeClusterConfig(flink: FlinkHome, runDir: string, ports: ClusterPorts): string {
  const conf = join(runDir, 'conf')
  mkdirSync(conf)
  copyLoggingConfig(flink, conf)
  writeFileSync(join(conf, 'masters'), '127.0.0.1\n')
  writeFileSync(join(conf, 'workers'), '127.0.0.1\n')
  writeOptions(conf, clusterOptions(flink, runDir, ports))
  return conf
}

/** Writes the configuration folder of a gateway alone and answers its path. */
export function writeGatewayConfig(flink: FlinkHome, runDir: string, { clusterUrl, port, settings }: GatewayConfig): string {
  const conf = join(runDir, 'conf')
  mkdirSync(conf)
  copyLoggingConfig(flink, conf)
  writeOptions(conf, {
    ...commonOptions(flink, runDir),
    'env.java.opts.sql-gateway': `-Xmx${MEMORY.gatewayHeap} -XX:MaxMetaspaceSize=${MEMORY.gatewayMetaspace}`,
    'rest.address': '127.0.0.1',
    'jobmanager.rpc.address': '127.0.0.1',
    'rest.port': new URL(clusterUrl).port,
    'sql-gateway.endpoint.rest.address': '127.0.0.1',
    'sql-gateway.endpoint.rest.bind-address': '127.0.0.1',
    'sql-gateway.endpoint.rest.port': String(port),
    'sql-gateway.endpoint.rest.bind-port': String(port),
    ...settings,
  })
  return conf
}

/** Writes a configuration folder for a client alone and answers its path: Flink's client sends all of it as session properties. */
export function writeClientConfig(flink: FlinkHome, runDir: string): string {
  const conf = join(runDir, 'client-conf')
  mkdirSync(conf)
  copyLoggingConfig(flink, conf)
  copyFileSync(join(flink.dir, 'conf', 'config.yaml'), join(conf, 'config.yaml'))
  return conf
}

function copyLoggingConfig(flink: FlinkHome, conf: string): void {
  const from = join(flink.dir, 'conf')
  for (const name of readdirSync(from).filter((file) => file.endsWith('.properties'))) copyFileSync(join(from, name), join(conf, name))
}

function writeOptions(conf: string, options: Readonly<Record<string, string>>): void {
  const lines = Object.entries(options).map(([key, value]) => `${key}: ${value}\n`)
  writeFileSync(join(conf, 'config.yaml'), lines.join(''))
}

function commonOptions(flink: FlinkHome, runDir: string): Readonly<Record<string, string>> {
  return {
    'env.java.opts.all': moduleOptions(flink),
    'env.log.dir': join(runDir, 'log'),
    'io.tmp.dirs': join(runDir, 'tmp'),
    'parallelism.default': '1',
  }
}

function clusterOptions(flink: FlinkHome, runDir: string, ports: ClusterPorts): Readonly<Record<string, string>> {
  return {
    ...commonOptions(flink, runDir),
    'jobmanager.rpc.address': '127.0.0.1',
    'jobmanager.bind-host': '127.0.0.1',
    'jobmanager.rpc.port': String(ports.jobManagerRpc),
    'jobmanager.memory.process.size': MEMORY.jobManager,
    'taskmanager.bind-host': '127.0.0.1',
    'taskmanager.host': '127.0.0.1',
    'taskmanager.numberOfTaskSlots': String(TASK_SLOTS),
    'taskmanager.memory.process.size': MEMORY.taskManager,
    'taskmanager.memory.network.min': '32m',
    // Of 512 by default: a few small batch jobs at once would take all buffers that there are.
    'taskmanager.network.sort-shuffle.min-buffers': '32',
    'taskmanager.memory.managed.size': MEMORY.managed,
    'rest.address': '127.0.0.1',
    'rest.bind-address': '127.0.0.1',
    'rest.port': String(ports.jobManagerRest),
    'rest.bind-port': String(ports.jobManagerRest),
  }
}

/** Java 17 needs the --add-exports and --add-opens list of the stock configuration. */
function moduleOptions(flink: FlinkHome): string {
  const stock = readFileSync(join(flink.dir, 'conf', 'config.yaml'), 'utf8')
  return /^ *all: *(--add-exports.*)$/m.exec(stock)?.[1] ?? ''
}
