import { gatewayError, type SessionEnvironment } from '@sql-gateway/gateway-common'
import tcli, {
  type TCloseSessionReq,
  type TCloseSessionResp,
  type TGetInfoReq,
  type TGetInfoResp,
  type TGetInfoValue,
  type TOpenSessionReq,
  type TOpenSessionResp,
  type TSetClientInfoReq,
  type TSetClientInfoResp,
} from '#generated/TCLIService_types.js'
import { negotiateVersion, toEndpointVersionNumber } from '../mapping/protocol-version.js'
import { success } from '../mapping/statuses.js'
import { openSessionIn } from '../session/open-session.js'
import { FETCH_SIZE_KEY, readSessionOptions } from '../session/session-options.js'
import { toInt64 } from '../wire/int64.js'
import type { Caller } from './caller.js'
import { type Gateway, PROTOCOL } from './gateway.js'
import { infoValue } from './info-value.js'

/** Opens a session in the version that both sides speak. */
export async function openSession(gateway: Gateway, caller: Caller, request: TOpenSessionReq): Promise<TOpenSessionResp> {
  const { service, settings, handles } = gateway
  const version = negotiateVersion(request.client_protocol ?? 0)
  const { catalog, database, properties } = readSessionOptions(request.configuration)
  const sessionName = properties.get('hive.server2.proxy.user') ?? caller.userName ?? request.username
  const environment: SessionEnvironment = {
    principal: caller.principal,
    endpointVersion: { protocol: PROTOCOL, version: toEndpointVersionNumber(version) },
    properties: batchProperties(properties),
    ...(sessionName === undefined || sessionName === null || sessionName === '' ? {} : { sessionName }),
    ...(catalog === undefined ? {} : { defaultCatalog: catalog }),
  }
  const session = await openSessionIn(service, environment, database)
  caller.sessionOpened(session)
  return new tcli.TOpenSessionResp({
    status: success(),
    serverProtocolVersion: version,
    sessionHandle: handles.toSession(session),
    configuration: { [FETCH_SIZE_KEY]: String(settings.defaultFetchRows) },
  })
}

/** Clients of this protocol know neither changelogs nor inserts that go on after they were answered. */
function batchProperties(properties: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([['execution.runtime-mode', 'batch'], ['table.dml-sync', 'true'], ...properties])
}

/** Closes a session with all that runs in it. */
export async function closeSession({ service, handles }: Gateway, caller: Caller, request: TCloseSessionReq): Promise<TCloseSessionResp> {
  const session = handles.readSession(request.sessionHandle)
  caller.sessionClosed(session)
  await service.closeSession(caller.principal, session)
  return new tcli.TCloseSessionResp({ status: success() })
}

/** Says one thing about the server. */
export async function getInfo(gateway: Gateway, caller: Caller, request: TGetInfoReq): Promise<TGetInfoResp> {
  const { service, handles, settings } = gateway
  const session = handles.readSession(request.sessionHandle)
  const [engine, { productName }] = await Promise.all([service.getSessionEngine(caller.principal, session), service.getGatewayInfo()])
  const value = infoValue(request.infoType, {
    serverName: productName,
    dbmsName: settings.dbmsName ?? engine.productName,
    dbmsVersion: settings.dbmsVersion ?? engine.version,
  })
  if (value === undefined) throw gatewayError('FEATURE.UNSUPPORTED', `The information type ${request.infoType} is not known here.`)
  return new tcli.TGetInfoResp({ status: success(), infoValue: value })
}

/** What GetInfo carries beside an error; the field must be there. */
export function noInfo(): TGetInfoValue {
  return new tcli.TGetInfoValue({ lenValue: toInt64(0) })
}

/** Takes notice of what a client says of itself. */
export async function setClientInfo(gateway: Gateway, caller: Caller, request: TSetClientInfoReq): Promise<TSetClientInfoResp> {
  const session = gateway.handles.readSession(request.sessionHandle)
  await gateway.service.heartbeat(caller.principal, session)
  const applicationName = request.configuration?.['ApplicationName']
  gateway.logger.debug({ session, applicationName }, 'A client told its name')
  return new tcli.TSetClientInfoResp({ status: success() })
}
