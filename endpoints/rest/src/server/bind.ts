import { BlockList, isIP } from 'node:net'
import { gatewayError } from '@sql-gateway/gateway-common'
import type { RestSettings } from '../options.js'

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

/** The addresses that mean all addresses of the machine, and one of its own that reaches it then. */
const WILDCARDS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' }

/** Where to listen, and what clients are told. */
export interface BindPlan {
  readonly host: string
  /** To try in this order. */
  readonly ports: readonly number[]
  /** As it stands in addresses, brackets included. */
  readonly advertisedHost: string
}

/**
 * Decides where to listen. As in Flink, bind-address and bind-port go before address and port, and a concrete
 * bind-address is the one that clients are told. Unlike in Flink, address is bound where bind-address is missing, and
 * not every address of the machine.
 *
 * @throws {GatewayError} GATEWAY.START_FAILED — the address can be reached from other machines and that was not allowed
 * @see Apache Flink, `RestServerEndpoint#start`, `SqlGatewayRestEndpointFactory`
 */
export function bindPlan(settings: RestSettings): BindPlan {
  const { address, bindAddress, bindPort, port, allowInsecureBind } = settings
  const host = bindAddress ?? address
  if (!isLoopback(host) && !allowInsecureBind) {
    throw gatewayError(
      'GATEWAY.START_FAILED',
      `The REST endpoint would be reached from other machines at ${host}, and it authenticates nobody. ` +
        'Bind a loopback address such as 127.0.0.1 (sql-gateway.endpoint.rest.address or bind-address), or set sql-gateway.endpoint.rest.allow-insecure-bind to true.',
    )
  }
  const advertised = host in WILDCARDS ? address : host
  return {
    host,
    ports: bindPort === undefined ? [port] : portsOf(bindPort),
    advertisedHost: inUrl(WILDCARDS[advertised] ?? advertised),
  }
}

/** Tells whether only the machine itself reaches an address. Names other than localhost are taken to lead elsewhere. */
export function isLoopback(host: string): boolean {
  const family = isIP(host)
  if (family === 0) return /^(?:.*\.)?localhost\.?$/i.test(host)
  return LOOPBACK.check(host, family === 4 ? 'ipv4' : 'ipv6')
}

/** All ports of a text such as `8083-8085,9000`, in order. */
export function portsOf(text: string): readonly number[] {
  return text.split(',').flatMap((part) => {
    const [first = 0, last = first] = part.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, i) => first + i)
  })
}

function inUrl(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host
}
