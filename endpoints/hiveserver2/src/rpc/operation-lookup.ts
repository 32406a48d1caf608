import type { OperationHandle, SessionHandle } from '@sql-gateway/gateway-common'
import type { TOperationHandle } from '#generated/TCLIService_types.js'
import { toWireVersion, type WireVersion } from '../mapping/protocol-version.js'
import type { Caller } from './caller.js'
import { type Gateway, PROTOCOL } from './gateway.js'

/**
 * Reads a handle of an operation and finds its session, which such calls do not name.
 *
 * @throws {GatewayError} OPERATION.NOT_FOUND
 */
export async function findOperation(
  { service, handles }: Gateway,
  { principal }: Caller,
  handle: TOperationHandle | null | undefined,
): Promise<{ readonly session: SessionHandle; readonly operation: OperationHandle }> {
  const operation = handles.readOperation(handle)
  return { operation, session: await service.resolveOperation(principal, operation) }
}

/** The version of the protocol that a session speaks. */
export async function sessionVersion({ service }: Gateway, { principal }: Caller, session: SessionHandle): Promise<WireVersion> {
  return toWireVersion(await service.getSessionEndpointVersion(principal, session), PROTOCOL)
}
