import { chmod } from 'node:fs/promises'
import type { Server } from 'node:http'
import { gatewayError } from '@sql-gateway/gateway-common'
import { listen } from './http-server.js'

const OWNER_ONLY = 0o600

/**
 * Listens on a Unix socket that only its owner can connect to.
 *
 * @throws {GatewayError} GATEWAY.START_FAILED — the file exists, its folder does not, or the path is too long for the system
 */
export async function listenOnSocket(server: Server, path: string): Promise<void> {
  const failure = await listen(server, { path })
  if (failure === undefined) return await chmod(path, OWNER_ONLY)
  const reason =
    failure.code === 'EADDRINUSE'
      ? 'the file exists; remove it if no gateway uses it'
      : `${failure.code}; its folder must exist and its path be short`
  throw gatewayError('GATEWAY.START_FAILED', `The REST endpoint cannot listen on the socket that bind-socket names: ${reason}.`)
}

/** The address of a socket, as proxies and other tools write it: the path stands in the place of the host. */
export function socketUrl(path: string): string {
  return `http+unix://${encodeURIComponent(path)}`
}

/** A command that asks at a socket, as one types it into a shell. */
export function socketExample(path: string): string {
  const word = /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`
  return `curl -s --unix-socket ${word} http://localhost/v1/info`
}
