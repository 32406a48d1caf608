import type { Clock, Logger } from '@sql-gateway/gateway-common'
import { type DestinationStream, pino, stdSerializers, stdTimeFunctions } from 'pino'
import type { LogFormat, LogLevel } from '../configuration/gateway-options.js'
import { type LogOutput, type LogTarget, openLogOutput } from './log-output.js'
import { createPinoLogger } from './pino-logger.js'

/** A logger with its output. */
export interface LogWriter {
  readonly logger: Logger
  /** Opens the file again, for who has moved it away; lines go on in the old one until this resolves. Does nothing on the console. */
  reopen(): Promise<void>
  /** Writes out what can be written within two seconds and closes the file; lines behind it are dropped. Call it before the process ends. Never rejects. */
  close(): Promise<void>
}

/** What a log writer is made of. */
export interface LogWriterInit {
  readonly target: LogTarget
  readonly level: LogLevel
  readonly format: LogFormat
  readonly clock: Clock
}

/**
 * Names of fields that are never written, on the first two levels. Code must not log secrets; this is for the day it does, or
 * logs an object of somebody else's that holds one.
 */
const SECRETS = ['password', 'passwd', 'secret', 'authorization', 'cookie', 'apiKey', 'accessToken'].flatMap((name) => [name, `*.${name}`])

/**
 * Opens a log.
 *
 * Lines go out in the background and in order. The pretty form is loaded only when it is used.
 *
 * @throws {GatewayError} GATEWAY.START_FAILED — the file cannot be written
 */
export async function openLog({ target, level, format, clock }: LogWriterInit): Promise<LogWriter> {
  const isTerminal = 'console' in target && process.stdout.isTTY
  const output = await openLogOutput(target, clock)
  const stream = format === 'pretty' || (format === 'auto' && isTerminal) ? await prettyOver(output, isTerminal) : output
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: stdSerializers.errWithCause },
    redact: { paths: SECRETS, censor: '(hidden)' },
  }
  return {
    logger: createPinoLogger(pino(options, stream)),
    reopen: () => output.reopen(),
    close: () => output.end(),
  }
}

async function prettyOver(output: LogOutput, colorize: boolean): Promise<DestinationStream> {
  const { prettyFactory } = await import('pino-pretty')
  const pretty = prettyFactory({ colorize, singleLine: true, ignore: 'pid', translateTime: 'SYS:yyyy-mm-dd HH:MM:ss.l' })
  return { write: (line) => output.write(pretty(line)) }
}
