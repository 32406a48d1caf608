import type { GatewayAddress } from './gateway-address.js'

/** A JSON object without members, which gateways want in the body of a GET. */
const NO_PARAMETERS = '{}'

/** The request for a page, for a connection that stays open. */
export function requestText(address: GatewayAddress, path: string, headers: Readonly<Record<string, string>>): string {
  const own = {
    host: `${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`,
    'content-type': 'application/json; charset=UTF-8',
    'content-length': String(NO_PARAMETERS.length),
  }
  const lines = Object.entries({ ...headers, ...own }).map(([name, value]) => `${name}: ${value}\r\n`)
  return `GET ${address.prefix}${path} HTTP/1.1\r\n${lines.join('')}\r\n${NO_PARAMETERS}`
}

/**
 * The length of the body behind the head of an answer.
 *
 * @param head - with the empty line at its end
 * @returns undefined where the answer is none with status 200 and a body that comes as it is and in one piece
 * @see RFC 9112, section 6.3
 */
export function bodyLengthOf(head: string): number | undefined {
  const isPlain = head.startsWith('HTTP/1.1 200 ') && !/\r\n(?:transfer-encoding|content-encoding):/i.test(head)
  const length = /\r\ncontent-length:[ \t]*(\d{1,10})[ \t]*\r\n/i.exec(head)?.[1]
  return isPlain && length !== undefined ? Number(length) : undefined
}
