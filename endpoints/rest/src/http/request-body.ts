import type { IncomingMessage } from 'node:http'
import { gatewayError } from '@sql-gateway/gateway-common'

const NOTHING = Buffer.alloc(0)

/**
 * Reads a request's body to its end, whatever the method: Flink's clients send one with GET and DELETE, too.
 *
 * @param maxBytes - a larger body is not read on
 * @throws {GatewayError} REQUEST.TOO_LARGE, or REQUEST.INVALID when the client went away
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> | Buffer {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers
  if (encoding === undefined && (length === undefined || length === '0')) return NOTHING
  if (length !== undefined && Number(length) > maxBytes) throw tooLarge(maxBytes)
  return collect(request, maxBytes)
}

function collect(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const chunks: Buffer[] = []
  let byteCount = 0
  request.on('data', (chunk: Buffer) => {
    byteCount += chunk.length
    if (byteCount > maxBytes) {
      chunks.length = 0
      reject(tooLarge(maxBytes))
    } else chunks.push(chunk)
  })
  request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)))
  request.on('error', () => reject(gatewayError('REQUEST.INVALID', 'The request ended before its body was complete.')))
  return promise
}

function tooLarge(maxBytes: number): Error {
  return gatewayError(
    'REQUEST.TOO_LARGE',
    `The request's body is larger than ${maxBytes} bytes. Try to raise [sql-gateway.endpoint.rest.max-content-length]`,
  )
}
