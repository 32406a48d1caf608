import { isIP } from 'node:net'
import { gatewayError } from '@sql-gateway/gateway-common'
import type { RestSettings } from '../options.js'

const ANY = '*'
const LONGEST_SHOWN = 100

/** What of a request tells where it comes from. */
export interface RequestSource {
  readonly host: string | undefined
  readonly origin: string | undefined
  /** The headers Sec-Fetch-Site and Sec-Fetch-Mode. */
  readonly fetchSite: string | string[] | undefined
  readonly fetchMode: string | string[] | undefined
}

/**
 * Keeps web pages out, since any page in any browser on the machine can send requests to a local port.
 *
 * A page that got its own name to point at the gateway (DNS rebinding) shows by the Host header; a page of another
 * origin by the Origin header, or by Sec-Fetch-Site where browsers send no Origin.
 */
export interface HostGuard {
  /**
   * @returns the origin to allow in the answer's CORS headers, if any
   * @throws {GatewayError} REQUEST.FORBIDDEN
   */
  check(source: RequestSource): string | undefined
}

/** Makes the guard that the settings ask for. */
export function createHostGuard(settings: Pick<RestSettings, 'address' | 'bindAddress' | 'allowedHosts' | 'allowOrigin'>): HostGuard {
  const { address, bindAddress, allowedHosts, allowOrigin } = settings
  const names = new Set([address, bindAddress ?? address, ...allowedHosts].map((name) => bareHost(name)))
  const allowsAnyHost = allowedHosts.includes(ANY)
  const allowsAnyOrigin = allowOrigin.includes(ANY)
  const origins = new Set(allowOrigin.map((origin) => origin.toLowerCase().replace(/\/$/, '')))
  let lastAllowed: string | undefined

  function checkHost(host: string): void {
    if (host === lastAllowed || allowsAnyHost) return
    if (!isKnownHost(bareHost(host), names)) {
      throw gatewayError(
        'REQUEST.FORBIDDEN',
        `The Host header '${host.slice(0, LONGEST_SHOWN)}' is no name of this gateway. If it should be one, add it to sql-gateway.endpoint.rest.allowed-hosts.`,
      )
    }
    lastAllowed = host
  }

  function checkOrigin(origin: string, host: string | undefined): string | undefined {
    if (allowsAnyOrigin) return ANY
    const lower = origin.toLowerCase()
    if (origins.has(lower)) return origin
    if (host !== undefined && (lower === `http://${host.toLowerCase()}` || lower === `https://${host.toLowerCase()}`)) return undefined
    throw gatewayError(
      'REQUEST.FORBIDDEN',
      `Pages of '${origin.slice(0, LONGEST_SHOWN)}' may not call this gateway. If they should, add the origin to sql-gateway.endpoint.rest.allow-origin.`,
    )
  }

  return {
    check: ({ host, origin, fetchSite, fetchMode }) => {
      if (host !== undefined) checkHost(host)
      if (origin !== undefined) return checkOrigin(origin, host)
      if (fetchSite === 'cross-site' && fetchMode !== 'navigate' && !allowsAnyOrigin) {
        throw gatewayError('REQUEST.FORBIDDEN', 'Pages of other sites may not call this gateway.')
      }
      return undefined
    },
  }
}

/** An address cannot be re-bound, and a browser never takes `localhost` from the network. */
function isKnownHost(host: string, names: ReadonlySet<string>): boolean {
  return isIP(host) !== 0 || host === 'localhost' || host.endsWith('.localhost') || names.has(host)
}

/** A host without port, brackets and the dot at the end, in lower case. */
function bareHost(host: string): string {
  const lower = host.trim().toLowerCase()
  if (isIP(lower) !== 0) return lower
  const bracketed = /^\[([^\]]*)\](?::\d*)?$/.exec(lower)
  return bracketed?.[1] ?? lower.replace(/:\d*$/, '').replace(/\.$/, '')
}
