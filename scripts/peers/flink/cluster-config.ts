import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FlinkHome } from './install.js'

/** The ports of one cluster, all on 127.0.0.1. */
export interface ClusterPorts {
  readonly jobManagerRest: number
  readonly jobManagerRpc: number
  readonly gateway: number
}

/** The sizes below are the smallest that ran every comparison without an out-of-memory end. */
const MEMORY = { jobManager: '900m', taskManager: '1300m', managed: '128m', gatewayHeap: '768m', gatewayMetaspace: '512m' }
const TASK_SLOTS = 4

/** Writes the configuration folder of one small cluster with its gateway and answers its path. */
export function writeClusterConfig(flink: FlinkHome, runDir: string, ports: ClusterPorts): string {
  const conf = join(runDir, 'conf')
  mkdirSync(conf)
  copyLoggingConfig(flink, conf)
  writeFileSync(join(conf, 'masters'), '127.0.0.1\n')
  writeFileSync(join(conf, 'workers'), '127.0.0.1\n')
  writeFileSync(join(conf, 'config.yaml'), `${clusterOptions(flink, runDir, ports).join('\n')}\n`)
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

function clusterOptions(flink: FlinkHome, runDir: string, ports: ClusterPorts): string[] {
  return [
    `env.java.opts.all: ${moduleOptions(flink)}`,
    `env.java.opts.sql-gateway: -Xmx${MEMORY.gatewayHeap} -XX:MaxMetaspaceSize=${MEMORY.gatewayMetaspace}`,
    `env.log.dir: ${join(runDir, 'log')}`,
    `io.tmp.dirs: ${join(runDir, 'tmp')}`,
    'jobmanager.rpc.address: 127.0.0.1',
    'jobmanager.bind-host: 127.0.0.1',
    `jobmanager.rpc.port: ${ports.jobManagerRpc}`,
    `jobmanager.memory.process.size: ${MEMORY.jobManager}`,
    'taskmanager.bind-host: 127.0.0.1',
    'taskmanager.host: 127.0.0.1',
    `taskmanager.numberOfTaskSlots: ${TASK_SLOTS}`,
    `taskmanager.memory.process.size: ${MEMORY.taskManager}`,
    'taskmanager.memory.network.min: 32m',
    `taskmanager.memory.managed.size: ${MEMORY.managed}`,
    'parallelism.default: 1',
    'rest.address: 127.0.0.1',
    'rest.bind-address: 127.0.0.1',
    `rest.port: ${ports.jobManagerRest}`,
    `rest.bind-port: ${ports.jobManagerRest}`,
    'sql-gateway.endpoint.rest.address: 127.0.0.1',
    'sql-gateway.endpoint.rest.bind-address: 127.0.0.1',
    `sql-gateway.endpoint.rest.port: ${ports.gateway}`,
    `sql-gateway.endpoint.rest.bind-port: ${ports.gateway}`,
  ]
}

/** Java 17 needs the --add-exports and --add-opens list of the stock configuration. */
function moduleOptions(flink: FlinkHome): string {
  const stock = readFileSync(join(flink.dir, 'conf', 'config.yaml'), 'utf8')
  return /^ *all: *(--add-exports.*)$/m.exec(stock)?.[1] ?? ''
}
