import { type GatewayProcess, startGatewayProcess } from '#scripts/process/gateway-process.js'
import { BenchError } from '../client/bench-error.js'

/** Starts a gateway of ours with the REST endpoint on a free port and all files in a folder of its own. */
export function startGateway(options: Readonly<Record<string, string>> = {}): Promise<GatewayProcess> {
  return startGatewayProcess({ options, failure: (text) => new BenchError(text) })
}
