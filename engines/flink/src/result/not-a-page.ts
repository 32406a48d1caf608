import { gatewayError } from '@sql-gateway/gateway-common'

/** The error of an answer that is no page of a result. */
export function notAPage(what: string): Error {
  return gatewayError('ENGINE.FAILED', `What Flink's gateway answered to a fetch is no page of a result: ${what}.`)
}
