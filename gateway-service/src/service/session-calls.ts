import type { MetricGroup, SessionApi } from '@sql-gateway/gateway-common'
import { untilEnded } from '../operation/statement-runner.js'
import { resultOf } from '../result/fetch-results.js'
import { checkConfigurable } from './engine-calls.js'
import type { ServiceParts } from './service-parts.js'

/** Makes the calls of {@link SessionApi}. */
export function createSessionCalls(parts: ServiceParts, metrics: MetricGroup): SessionApi {
  const { sessions, operations } = parts
  const opened = metrics.counter({ name: 'sessions_opened_total', help: 'Sessions opened.' })
  return {
    openSession: async (environment) => {
      parts.checkAccepting()
      const session = sessions.open(environment)
      opened.add()
      return session.handle
    },
    closeSession: async (caller, handle) => {
      void parts.closeSession(sessions.use(caller, handle))
    },
    configureSession: async (caller, handle, statement, options = {}) => {
      const session = sessions.use(caller, handle)
      const facts = session.origin.instance.engine.analyze(statement)
      checkConfigurable(facts)
      const operation = parts.submit(session, statement, facts, options)
      try {
        await untilEnded(operation, options.signal)
        operations.cancel(operation)
        resultOf(operation)
      } finally {
        operations.close(operation)
      }
    },
    getSessionConfig: async (caller, handle) => sessions.use(caller, handle).properties,
    getSessionEndpointVersion: async (caller, handle) => sessions.use(caller, handle).origin.endpointVersion,
    getSessionEngine: async (caller, handle) => {
      const { name, engine } = sessions.use(caller, handle).origin.instance
      return { name, ...engine.info() }
    },
    heartbeat: async (caller, handle) => {
      sessions.use(caller, handle)
    },
  }
}
