import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { type Clock, gatewayError, LATE, withinLimit } from '@sql-gateway/gateway-common'
import { destination } from 'pino'

/** Where log lines go: the console, or a file that is appended to. */
export type LogTarget = { readonly console: true } | { readonly file: string }

/** What takes the lines of a log. A full disk or a console that has gone away or reads no more costs lines, never the gateway. */
export interface LogOutput {
  /** Takes a line with its line feed, to be written in the background; drops it behind the end, and where too much waits already. */
  write(line: string): void
  /** Opens the file again, for who has moved it away; lines go on in the old one until this resolves. Does nothing on the console. */
  reopen(): Promise<void>
  /** Writes out what can be written within two seconds, and closes the file. Repeat calls wait for the first. Never rejects. */
  end(): Promise<void>
}

/** What may wait while nothing can be written. */
const LARGEST_BACKLOG_BYTES = 16 * 1024 * 1024

/** How long the end waits for who reads the lines. */
const END_LIMIT_MS = 2_000

/** The same for a process that exits: pino's output tries again every 100 ms. */
const RETRIES_AT_EXIT = 20

/**
 * Opens an output.
 *
 * @throws {GatewayError} GATEWAY.START_FAILED — the file cannot be written
 */
export async function openLogOutput(target: LogTarget, clock: Clock): Promise<LogOutput> {
  let isFailing = false
  let isOver = false
  // For a console whose reader has stopped, perhaps for good.
  let retriesLeft = Number.POSITIVE_INFINITY
  const output = await open(target, () => retriesLeft-- > 0)
  const { promise: closed, resolve: markClosed } = Promise.withResolvers<void>()
  output.once('close', markClosed)
  output.on('error', (error) => {
    isFailing = true
    // What pino does then: it makes every method of the output do nothing.
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') isOver = true
    if (!isOver) return
    output.destroy()
    markClosed()
  })
  output.on('write', () => {
    isFailing = false
  })
  // pino writes out what waits when the process ends, and would try for ever.
  const writeLastLines = (): void => {
    retriesLeft = isOver ? 0 : RETRIES_AT_EXIT
    try {
      if (!isFailing) output.flushSync()
    } catch {
      // Nobody reads the console.
    }
    output.destroy()
  }
  process.prependListener('exit', writeLastLines)
  void closed.then(() => process.off('exit', writeLastLines))
  let ending: Promise<void> | undefined
  const end = async (): Promise<void> => {
    if (isOver) return
    isOver = true
    output.end()
    if ((await withinLimit(closed, END_LIMIT_MS, clock)) !== LATE) return
    retriesLeft = 0
    output.destroy()
  }
  return {
    write: (line) => {
      if (!isOver) output.write(line)
    },
    reopen: async () => {
      if (isOver || !('file' in target)) return
      const ready = once(output, 'ready')
      output.reopen()
      await Promise.race([ready, closed])
    },
    end: () => {
      ending ??= end()
      return ending
    },
  }
}

async function open(target: LogTarget, retryEAGAIN: () => boolean): Promise<ReturnType<typeof destination>> {
  const options = { append: true, sync: false, maxLength: LARGEST_BACKLOG_BYTES, retryEAGAIN } as const
  if ('console' in target) return destination({ ...options, dest: 1 })
  try {
    await mkdir(dirname(target.file), { recursive: true })
    const output = destination({ ...options, dest: target.file })
    await once(output, 'ready')
    return output
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    throw gatewayError('GATEWAY.START_FAILED', `The log file ${basename(target.file)} cannot be written (${code}).`, { cause: error })
  }
}
