import { clientError } from '../error/client-error.js'

/** Where a gateway is. */
export interface GatewayAddress {
  /** As people read it. */
  readonly label: string
  readonly isSecure: boolean
  /** Without brackets. */
  readonly host: string
  readonly port: number
  /** In front of every path; empty or begins with `/` and does not end with one. */
  readonly prefix: string
  /** A Unix socket, in the place of host and port. */
  readonly socketPath?: string
}

const SCHEME = /^[a-z][a-z\d+.-]*:\/\//i

/**
 * Reads what the user gave as `-e`: `host:port`, or a URL with http or https, whose path goes before every call as behind a proxy.
 * The socket of a gateway on this machine is `http+unix://` and its percent-encoded path.
 *
 * @throws {ClientError} usage
 * @see Apache Flink, SQL client, option `-e,--endpoint`
 */
export function parseGatewayAddress(text: string): GatewayAddress {
  const url = parseUrl(SCHEME.test(text) ? text : `http://${text}`)
  if (url?.protocol === 'http+unix:') return socketAddress(decodeURIComponent(url.hostname))
  const isKnown = url?.protocol === 'http:' || url?.protocol === 'https:'
  if (url === undefined || !isKnown || url.hostname === '' || (url.port === '' && !SCHEME.test(text) && !/:80$/.test(text))) {
    throw clientError('usage', `'${text}' is no address of a gateway; valid are host:port, http://host:port and https://host:port/path.`)
  }
  const isSecure = url.protocol === 'https:'
  return {
    label: `${url.origin}${url.pathname.replace(/\/+$/, '')}`,
    isSecure,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port),
    prefix: url.pathname.replace(/\/+$/, ''),
  }
}

/** The address of a Unix socket. */
export function socketAddress(socketPath: string): GatewayAddress {
  return { label: 'the gateway inside', isSecure: false, host: 'localhost', port: 80, prefix: '', socketPath }
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}
