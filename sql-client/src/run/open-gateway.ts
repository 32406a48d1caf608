import { resolve } from 'node:path'
import { isGatewayError, withinLimit } from '@sql-gateway/gateway-common'
import type { ClientArguments } from '../cli/arguments.js'
import { clientError } from '../error/client-error.js'
import { parseGatewayAddress, socketAddress } from '../rest/gateway-address.js'
import { createHttpTransport, type HttpTransport } from '../rest/http-transport.js'
import type { ClientProcess } from './run-client.js'

/** The way to a gateway, with the gateway where it is inside. */
export interface OpenGateway {
  readonly transport: HttpTransport
  readonly isEmbedded: boolean
  /** Ends the gateway where it is inside. Never rejects. */
  close(): Promise<void>
}

/** How long the gateway inside may take to close. A user who has quit is not kept: what is not written by then is in the database's log, and what is left is removed at the exit. */
const CLOSE_LIMIT_MS = 3_000
/** Headers for every request, `Name:Value` a line, as Flink's client takes them: what a proxy wants, such as a token. */
const HEADERS_VARIABLE = 'FLINK_REST_CLIENT_HEADERS'

/**
 * Makes the way to the gateway that the arguments name, or starts one in this process.
 *
 * @throws {ClientError} usage, unreachable
 */
export async function openGateway(args: ClientArguments, host: ClientProcess): Promise<OpenGateway> {
  const { clock, environment, installation } = host
  if (args.endpoint !== undefined) {
    const transport = createHttpTransport(parseGatewayAddress(args.endpoint), headersOf(environment[HEADERS_VARIABLE]), clock)
    return { transport, isEmbedded: false, close: async () => undefined }
  }
  const { startEmbeddedGateway } = await import('../embedded/embedded-gateway.js')
  try {
    const gateway = await startEmbeddedGateway({
      homeDirectory: resolve(environment['SQL_GATEWAY_HOME'] || installation),
      database: args.database === undefined ? undefined : resolve(args.database),
      configuration: args.gatewayOptions,
    })
    return {
      transport: createHttpTransport(socketAddress(gateway.socketPath), {}, clock),
      isEmbedded: true,
      close: async () => void (await withinLimit(gateway.close(), CLOSE_LIMIT_MS, clock)),
    }
  } catch (error) {
    if (!isGatewayError(error)) throw error
    throw clientError('unreachable', `The gateway inside did not start. ${error.publicMessage}`, { cause: error })
  }
}

/** @see Apache Flink, `ConfigConstants.FLINK_REST_CLIENT_HEADERS` */
function headersOf(lines = ''): Readonly<Record<string, string>> {
  const pairs = lines.split('\n').flatMap((line) => {
    const [, name, value] = /^\s*([!#$%&'*+.^_`|~\w-]+):(.*)$/.exec(line) ?? []
    return name === undefined || value === undefined ? [] : [[name, value.trim()] as const]
  })
  return Object.fromEntries(pairs)
}
