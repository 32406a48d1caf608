import type { SqlGatewayService } from '@sql-gateway/gateway-common'
import type { NormaliseError } from './normalise-error.js'

/** Wraps each call so that it rejects with errors of the gateway only. */
export function settleErrors(service: SqlGatewayService, normalise: NormaliseError): SqlGatewayService {
  const wrapped = Object.entries(service).map(([name, call]) => {
    const run = call as (...args: unknown[]) => Promise<unknown>
    return [
      name,
      (...args: unknown[]): Promise<unknown> =>
        run(...args).catch((thrown: unknown) => {
          throw normalise(thrown, { call: name })
        }),
    ]
  })
  return Object.fromEntries(wrapped) as unknown as SqlGatewayService
}
