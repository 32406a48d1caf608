import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { gatewayError, type Logger } from '@sql-gateway/gateway-common'
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
  /** Opens the file again, for who has moved it away; lines go on in the old one until this resolves. Does nothing on the console. */
  reopen(): Promise<void>
  /** Writes out everything and closes the file. */
  close(): Promise<void>
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
 *
 * @throws {GatewayError} GATEWAY.START_FAILED — the file cannot be written
 */
export async function openLog({ target, level, format }: LogWriterInit): Promise<LogWriter> {
  const isTerminal = 'console' in target && process.stdout.isTTY
  const output = await openOutput(target)
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
    flush: () => output.flushSync(),
    reopen: async () => {
      if (!('file' in target)) return
      const ready = once(output, 'ready')
      output.reopen()
      await ready
    },
    close: async () => {
      output.flushSync()
      if (!('file' in target)) return
      const closed = once(output, 'close')
      output.end()
      await closed
    },
  }
}

type Output = ReturnType<typeof destination>

async function openOutput(target: LogTarget): Promise<Output> {
  if ('console' in target) return keepGoing(destination({ dest: 1, sync: false }))
  try {
    await mkdir(dirname(target.file), { recursive: true })
    const output = destination({ dest: target.file, append: true, sync: false })
    await once(output, 'ready')
    return keepGoing(output)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    throw gatewayError('GATEWAY.START_FAILED', `The log file ${basename(target.file)} cannot be written (${code}).`, { cause: error })
  }
}

/** A full disk or a console that has gone away costs log lines, not the gateway. */
function keepGoing(output: Output): Output {
  return output.on('error', () => undefined)
}

async function prettyOver(output: Output, colorize: boolean): Promise<DestinationStream> {
  const { prettyFactory } = await import('pino-pretty')
  const pretty = prettyFactory({ colorize, singleLine: true, ignore: 'pid', translateTime: 'SYS:yyyy-mm-dd HH:MM:ss.l' })
  return { write: (line) => output.write(pretty(line)) }
}
