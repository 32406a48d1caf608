import { errorSpec, type GatewayError, isGatewayError, type LogFields, type Logger, toGatewayError } from '@sql-gateway/gateway-common'
import { nanoid } from 'nanoid'

/** Turns anything thrown into an error of the gateway; what is not one already is logged with its stack as a bug. */
export type NormaliseError = (thrown: unknown, fields?: LogFields) => GatewayError

/** Makes the function that the outermost boundary of the service uses. */
export function createNormaliseError(logger: Logger): NormaliseError {
  return (thrown, fields = {}) => {
    if (isGatewayError(thrown)) {
      if (errorSpec(thrown).kind === 'external') logger.warn({ ...fields, err: thrown }, 'An engine failed')
      return thrown
    }
    const correlationId = nanoid(12)
    logger.error({ ...fields, correlationId, err: thrown }, 'Internal error')
    return toGatewayError(thrown, correlationId)
  }
}
