import type { FlinkVersion } from '#scripts/peers/flink/releases.js'
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.js'

/** The addresses of Flink's gateways by the name that the engine has in ours, such as `flink` or `flink-1.20`. */
export type EngineUrls = Readonly<Record<string, string>>

/** Starts a gateway of ours with DuckDB and with an engine for each of Flink's gateways. */
export function startGatewayOnFlink(urls: EngineUrls, options: Readonly<Record<string, string>> = {}): Promise<GatewayProcess> {
  const names = Object.keys(urls)
  return startGatewayProcess({
    'sql-gateway.engine.type': ['duckdb', ...names].join(', '),
    ...Object.fromEntries(names.map((name) => [`sql-gateway.engine.${name}.url`, urls[name] ?? ''])),
    ...options,
  })
}

/** The engine that a version of Flink has where several are behind one gateway, such as `flink-1.20` for 1.20.3. */
export function engineOf(version: FlinkVersion): string {
  return `flink-${version.slice(0, version.lastIndexOf('.'))}`
}

/** What a session is opened with to run on an engine. */
export function onEngine(name: string): Readonly<Record<string, string>> {
  return { 'sql-gateway.engine': name }
}
