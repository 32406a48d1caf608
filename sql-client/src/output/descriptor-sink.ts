import { write } from 'node:fs'
import type { Clock } from '@sql-gateway/gateway-common'
import type { TextSink } from './text-sink.js'

/** How long to wait before a pipe that is full and does not block is tried again. */
const FULL_PAUSE_MS = 5

/** A sink that writes to a file descriptor: a pipe, a file, a terminal. */
export interface DescriptorSink extends TextSink {
  /** Resolves when everything is written. */
  flush(): Promise<void>
}

/**
 * Makes a sink of a file descriptor. Writing goes through the thread pool, so that a reader who is slow, or has stopped, holds up the
 * output and nothing else: Node's own stream of standard output writes to pipes with the whole process at a stand.
 */
export function createDescriptorSink(descriptor: number, clock: Clock, columns?: number): DescriptorSink {
  const closed = new AbortController()
  let last: Promise<void> = Promise.resolve()
  let pending = 0

  const writeAll = async (bytes: Uint8Array): Promise<void> => {
    for (let at = 0; at < bytes.length && !closed.signal.aborted; ) {
      const outcome = await writeSome(descriptor, bytes, at)
      if (typeof outcome === 'number') at += outcome
      else if (outcome.code === 'EAGAIN') await new Promise<void>((resolve) => clock.schedule(FULL_PAUSE_MS, resolve))
      else closed.abort(outcome)
    }
  }

  return {
    columns,
    closed: closed.signal,
    write: (text) => {
      if (closed.signal.aborted || text.length === 0) return undefined
      const bytes = typeof text === 'string' ? Buffer.from(text) : text
      pending++
      last = last.then(() => writeAll(bytes)).then(() => void pending--)
      // One write may be under way while the next text is made.
      return pending > 1 ? last : undefined
    },
    flush: async () => await last,
  }
}

async function writeSome(descriptor: number, bytes: Uint8Array, at: number): Promise<number | NodeJS.ErrnoException> {
  const { promise, resolve } = Promise.withResolvers<number | NodeJS.ErrnoException>()
  write(descriptor, bytes, at, bytes.length - at, null, (error, written) => resolve(error ?? written))
  return await promise
}
