import type { EngineFactory } from '@sql-gateway/gateway-common'
import { createFlinkEngine } from './engine.js'
import { FLINK_OPTIONS, type FlinkSettings } from './options.js'

const FLINK_ENGINE: EngineFactory<FlinkSettings> = {
  identifier: 'flink',
  options: FLINK_OPTIONS,
  createEngine: createFlinkEngine,
}

/** Makes engines that are gateways of Apache Flink, reached over the network. */
export default FLINK_ENGINE
