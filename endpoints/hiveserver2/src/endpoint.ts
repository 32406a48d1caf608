import {
  ANONYMOUS,
  type EndpointContext,
  gatewayError,
  isGatewayError,
  type SessionHandle,
  type SqlGatewayEndpoint,
  type Timer,
} from '@sql-gateway/gateway-common'
import { isLoopback } from './loopback.js'
import { createHandleCodec } from './mapping/handles.js'
import type { HiveServer2Settings } from './options.js'
import { createAnswerMessage } from './rpc/answer-message.js'
import { PROTOCOL } from './rpc/gateway.js'
import { createListener } from './transport/listener.js'

/** Makes the endpoint; nothing is opened yet. */
export function createHiveServer2Endpoint(context: EndpointContext<HiveServer2Settings>): SqlGatewayEndpoint {
  const { service, settings, clock, logger, metrics } = context
  const gateway = { service, settings, handles: createHandleCodec(settings.handleKey), clock, logger }
  const listener = createListener({ settings, clock, logger, metrics, answer: createAnswerMessage(gateway, metrics), onAbandoned })
  let heartbeat: Timer | undefined

  function onAbandoned(sessions: readonly SessionHandle[]): void {
    if (!settings.closeSessionsOnDisconnect) return
    for (const session of sessions) {
      service.closeSession(ANONYMOUS, session).catch((err: unknown) => {
        if (!isGatewayError(err)) logger.error({ session, err }, 'The session of a dropped connection could not be closed')
      })
    }
  }

  function beat(): void {
    for (const session of listener.sessions()) {
      // One that is gone meanwhile is told to its client by its next call.
      service.heartbeat(ANONYMOUS, session).catch(() => undefined)
    }
    scheduleHeartbeat()
  }

  function scheduleHeartbeat(): void {
    heartbeat?.cancel()
    if (settings.heartbeatMs > 0) heartbeat = clock.schedule(settings.heartbeatMs, beat)
  }

  return {
    start: async () => {
      if (!settings.allowRemote && !(await isLoopback(settings.host))) {
        throw gatewayError(
          'GATEWAY.START_FAILED',
          `sql-gateway.endpoint.hiveserver2.thrift.host is '${settings.host}', which others can reach, and no authentication is configured. Use a loopback address, or set sql-gateway.endpoint.hiveserver2.allow-insecure-bind to true.`,
        )
      }
      const { host, port } = await listener.start()
      scheduleHeartbeat()
      const url = `jdbc:hive2://${host.includes(':') ? `[${host}]` : host}:${port}/`
      return [{ protocol: PROTOCOL, url, tryIt: `beeline -u '${url}' -n me -p x -e 'SELECT 1'` }]
    },
    stop: async (graceMs) => {
      heartbeat?.cancel()
      await listener.stop(graceMs)
    },
  }
}
