import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { gatewayError } from '@sql-gateway/gateway-common'
import { destination } from 'pino'

/** Where log lines go: the console, or a file that is appended to. */
export type LogTarget = { readonly console: true } | { readonly file: string }

/** What takes the lines of a log. A full disk or a console that has gone away costs lines, never the gateway. */
export interface LogOutput {
  /** Takes a line with its line feed, to be written in the background; drops it behind the end, and where too much waits already. */
  write(line: string): void
  /** Opens the file again, for who has moved it away; lines go on in the old one until this resolves. Does nothing on the console. */
  reopen(): Promise<void>
  /** Writes out what can be written, and closes the file. Never rejects. */
  end(): Promise<void>
}

/** What may wait while nothing can be written. */
const LARGEST_BACKLOG_BYTES = 16 * 1024 * 1024

/**
 * Opens an output.
 *
 * @throws {GatewayError} GATEWAY.START_FAILED — the file cannot be written
 */
export async function openLogOutput(target: LogTarget): Promise<LogOutput> {
  const output = await open(target)
  let isFailing = false
  let isOver = false
  output.on('error', (error) => {
    isFailing = true
    // What pino does then: it makes every method of the output do nothing.
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') isOver = true
  })
  output.on('write', () => {
    isFailing = false
  })
  // pino writes out what waits when the process ends, and would try for ever.
  const dropWhatWaits = (): void => {
    if (isFailing) output.destroy()
  }
  process.prependListener('exit', dropWhatWaits)
  return {
    write: (line) => {
      if (!isOver) output.write(line)
    },
    reopen: async () => {
      if (isOver || !('file' in target)) return
      const ready = once(output, 'ready')
      output.reopen()
      await ready
    },
    end: async () => {
      process.off('exit', dropWhatWaits)
      if (isOver) return
      isOver = true
      const { promise, resolve } = Promise.withResolvers<void>()
      output.once('close', resolve).once('error', () => {
        output.destroy()
        resolve()
      })
      output.end()
      await promise
    },
  }
}

async function open(target: LogTarget): Promise<ReturnType<typeof destination>> {
  const options = { append: true, sync: false, maxLength: LARGEST_BACKLOG_BYTES } as const
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
