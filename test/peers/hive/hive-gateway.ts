import { freePorts } from '#scripts/process/free-port.js'
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.js'

/** A gateway of ours that speaks HiveServer2 beside REST. */
export interface HiveGateway extends Pick<GatewayProcess, 'log' | 'stop' | 'dataDir' | 'restAddress'> {
  /** `127.0.0.1:port` of the HiveServer2 endpoint. */
  readonly hiveAddress: string
}

/** Starts it on DuckDB as its users do, unless further options say otherwise; both endpoints come from one start. */
export async function startHiveGateway(options: Readonly<Record<string, string>> = {}): Promise<HiveGateway> {
  const [port = 0] = await freePorts(1)
  const gateway = await startGatewayProcess({
    'sql-gateway.endpoint.type': 'rest, hiveserver2',
    'sql-gateway.endpoint.hiveserver2.thrift.port': String(port),
    ...options,
  })
  const { log, stop, dataDir, restAddress } = gateway
  return { log, stop, dataDir, restAddress, hiveAddress: `127.0.0.1:${port}` }
}
