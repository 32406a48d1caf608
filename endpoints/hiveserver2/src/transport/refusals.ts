import type { TransportMode } from '../options.js'
import type { Opening } from './first-bytes.js'

/** A TLS alert: fatal, handshake_failure. */
const TLS_ALERT = Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x28])

const NAMES: Readonly<Record<Opening, string>> = {
  sasl: 'SASL',
  nosasl: 'binary Thrift without SASL',
  http: 'HTTP',
  tls: 'TLS',
  framed: 'framed Thrift',
  compact: "Thrift's compact protocol",
  unknown: 'no known protocol',
}

const HINTS: Readonly<Record<TransportMode, string>> = {
  sasl: 'SASL PLAIN (the default of Hive drivers; auth=LDAP or CUSTOM for PyHive)',
  nosasl: 'binary Thrift without SASL (auth=noSasl)',
  http: 'HTTP (transportMode=http)',
}

/** Says to somebody who came the wrong way what is spoken here. */
export function wrongModeText(opening: Opening, modes: readonly string[]): string {
  const spoken = (Object.keys(HINTS) as TransportMode[]).filter((mode) => modes.includes(mode)).map((mode) => HINTS[mode])
  return `The client speaks ${NAMES[opening]}, which this port does not accept. It accepts ${spoken.join(', ')}.`
}

/** A refusal that a client of HTTP understands. */
export function httpRefusal(text: string): string {
  const body = `${text}\n`
  return [
    'HTTP/1.1 403 Forbidden',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n')
}

/** What can be said to a client of TLS without speaking TLS. */
export function tlsRefusal(): Buffer {
  return TLS_ALERT
}
