import type { Logger } from '@sql-gateway/gateway-common'
import type { BaseLogger, ChildLoggerOptions } from 'pino'

/** The part of pino that a logger needs. */
interface PinoLike extends Pick<BaseLogger, 'debug' | 'info' | 'warn' | 'error'> {
  child(fields: object, options?: ChildLoggerOptions): PinoLike
}

/** A {@link Logger} over pino. */
export function createPinoLogger(target: PinoLike): Logger {
  return {
    debug: (fields, message) => target.debug(fields, message),
    info: (fields, message) => target.info(fields, message),
    warn: (fields, message) => target.warn(fields, message),
    error: (fields, message) => target.error(fields, message),
    child: (fields) => createPinoLogger(target.child(fields)),
  }
}
