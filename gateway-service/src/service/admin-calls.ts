import {
  type AdminApi,
  gatewayError,
  isTerminalStatus,
  type Listing,
  type ListRequest,
  type OperationSummary,
  type Principal,
  type SessionSummary,
} from '@sql-gateway/gateway-common'
import type { Operation } from '../operation/operation.js'
import type { Session } from '../session/session.js'
import type { ServiceParts } from './service-parts.js'

/** Makes the calls of {@link AdminApi}. */
export function createAdminCalls({ sessions, operations, closeSession }: ServiceParts): AdminApi {
  function* operationsOf(all: Iterable<Session>): Generator<Operation> {
    for (const session of all) yield* session.activity?.operations ?? []
  }

  return {
    listSessions: async (caller, request) => {
      checkAdministrator(caller)
      return { total: sessions.count, items: page(sessions.all(), request).items.map(summariseSession) }
    },
    listOperations: async (caller, request) => {
      checkAdministrator(caller)
      const only = request.session === undefined ? undefined : sessions.find(request.session)
      if (request.session !== undefined && only === undefined) {
        throw gatewayError('SESSION.NOT_FOUND', `Session '${request.session}' does not exist.`)
      }
      const all = operationsOf(only === undefined ? sessions.all() : [only])
      const wanted = request.statuses === undefined ? all : all.filter(({ status }) => request.statuses?.includes(status))
      const { total, items } = page(wanted, request)
      return { total, items: items.map(summariseOperation) }
    },
    killSession: async (caller, handle) => {
      checkAdministrator(caller)
      const session = sessions.find(handle)
      if (session === undefined) throw gatewayError('SESSION.NOT_FOUND', `Session '${handle}' does not exist.`)
      await closeSession(session)
    },
    killOperation: async (caller, handle) => {
      checkAdministrator(caller)
      const operation = operations.lookUp(handle)
      if (operation === undefined) throw gatewayError('OPERATION.NOT_FOUND', `There is no operation ${handle}.`)
      if (isTerminalStatus(operation.status) || !operations.cancel(operation)) operations.close(operation)
    },
  }
}

function checkAdministrator(caller: Principal): void {
  if (!caller.isAdministrator) throw gatewayError('REQUEST.FORBIDDEN', `${caller.name} is not an administrator of the gateway.`)
}

function page<T>(all: Iterable<T>, { offset, limit }: ListRequest): Listing<T> {
  const items: T[] = []
  let total = 0
  for (const item of all) {
    if (total >= offset && items.length < limit) items.push(item)
    total++
  }
  return { total, items }
}

function summariseSession(session: Session): SessionSummary {
  const { origin, activity, sessionName } = session
  const pinnedBy = activity?.lease.pinnedBy()
  return {
    handle: session.handle,
    ...(sessionName === undefined ? {} : { sessionName }),
    owner: origin.principal.name,
    engine: origin.instance.name,
    endpointVersion: origin.endpointVersion,
    openedAtMs: session.openedAtMs,
    lastUsedAtMs: session.lastUsedAtMs,
    operationCount: activity?.operations?.size ?? 0,
    ...(pinnedBy === undefined ? {} : { pinnedBy }),
  }
}

function summariseOperation(operation: Operation): OperationSummary {
  const { origin, handle } = operation.session
  return {
    ...operation.info(),
    session: handle,
    owner: origin.principal.name,
    engine: origin.instance.name,
    statement: operation.description,
  }
}
