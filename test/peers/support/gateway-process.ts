import { PeerError } from '#scripts/peers/support/peer-error.js'
import { type GatewayProcess as Started, startGatewayProcess as start } from '#scripts/process/gateway-process.js'

/** A gateway of ours as its users start it, in a process of its own. */
export interface GatewayProcess extends Pick<Started, 'pid' | 'dataDir' | 'log' | 'stop'> {
  /** `127.0.0.1:port` of the REST endpoint. */
  readonly restAddress: string
}

/**
 * Starts a gateway on DuckDB with all its files in a folder of its own and waits for the REST endpoint.
 * `options` are further `-Dkey=value` pairs. Rejects with what it printed when it does not start.
 */
export async function startGatewayProcess(options: Readonly<Record<string, string>> = {}): Promise<GatewayProcess> {
  const { url, ...gateway } = await start({ options, env: { SQL_GATEWAY_BUILD: 'never' }, failure: (text) => new PeerError(text) })
  return { ...gateway, restAddress: url.slice('http://'.length) }
}
