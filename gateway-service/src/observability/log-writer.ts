import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Logger } from '@sql-gateway/gateway-common'
import { type DestinationStream, destination, pino, stdSerializers, stdTimeFunctions } from 'pino'
import type { LogFormat, LogLevel } from '../configuration/gateway-options.js'
import { createPinoLogger } from './pino-logger.js'

/** Where log lines go: the console, or a file that is appended to. */
export type LogTarget = { readonly console: true } | { readonly file: string }

/** A logger with its output. */
export interface LogWriter {
  readonly logger: Logger
  /** Writes out what is still in memory; call it before the process ends. */
  flush(): void
}

/** What a log writer is made of. */
export interface LogWriterInit {
  readonly target: LogTarget
  readonly level: LogLevel
  readonly format: LogFormat
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
 */
export async function openLog({ target, level, format }: LogWriterInit): Promise<LogWriter> {
  const isPretty = format === 'pretty' || (format === 'auto' && 'console' in target && process.stdout.isTTY)
  const output = openOutput(target)
  const stream = isPretty ? await prettyOver(output, 'console' in target && process.stdout.isTTY) : output
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: stdSerializers.errWithCause },
    redact: { paths: SECRETS, censor: '(hidden)' },
  }
  return { logger: createPinoLogger(pino(options, stream)), flush: () => output.flushSync() }
}

type Output = ReturnType<typeof destination>

function openOutput(target: LogTarget): Output {
  if ('console' in target) return destination({ dest: 1, sync: true })
  mkdirSync(dirname(target.file), { recursive: true })
  return destination({ dest: target.file, append: true, sync: false })
}

async function prettyOver(output: Output, colorize: boolean): Promise<DestinationStream> {
  const { prettyFactory } = await import('pino-pretty')
  const pretty = prettyFactory({ colorize, ignore: 'pid', translateTime: 'SYS:yyyy-mm-dd HH:MM:ss.l' })
  return { write: (line) => output.write(pretty(line)) }
}
