import { write } from 'node:fs'
import type { Clock } from '@sql-gateway/gateway-common'
import type { TextSink } from './text-sink.js'

/** How long to wait before a pipe that is full and does not block is tried again. */
const FULL_PAUSE_MS = 5

/** A sink that writes to a file descriptor: a pipe, a file, a terminal. */
export interface DescriptorSink extends TextSink {
  /** Resolves when everything is written, or was given up. */
  flush(): Promise<void>
  /** Waits for no reader any more: what is not written is dropped, and so is all that comes. */
  giveUp(): void
}

/**
 * Makes a sink of a file descriptor. Writing goes through the thread pool, so that a reader who is slow, or has stopped, holds up the
 * output and nothing else: Node's own stream of standard output writes to pipes with the whole process at a stand.
 */
export function createDescriptorSink(descriptor: number, clock: Clock, columns?: number): DescriptorSink {
  return new Sink(descriptor, clock, columns)
}

class Sink implements DescriptorSink {
  readonly columns: number | undefined
  readonly #descriptor: number
  readonly #clock: Clock
  readonly #closed = new AbortController()
  /** Who waits for what was written until now. */
  readonly #waiting = new Set<() => void>()
  readonly #queue: Uint8Array[] = []
  #isWriting = false
  #isGivenUp = false

  constructor(descriptor: number, clock: Clock, columns: number | undefined) {
    this.#descriptor = descriptor
    this.#clock = clock
    this.columns = columns
  }

  get closed(): AbortSignal {
    return this.#closed.signal
  }

  write(text: string | Uint8Array): Promise<void> | undefined {
    if (this.#isGivenUp || this.#closed.signal.aborted || text.length === 0) return undefined
    this.#queue.push(typeof text === 'string' ? Buffer.from(text) : text)
    if (this.#isWriting) return this.flush()
    // One write may be under way while the next text is made.
    void this.#writeAll()
    return undefined
  }

  async flush(): Promise<void> {
    if (!this.#isWriting || this.#isGivenUp) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.add(resolve)
    await promise
  }

  giveUp(): void {
    this.#isGivenUp = true
    this.#queue.length = 0
    this.#release()
  }

  #release(): void {
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true
    for (let next = this.#queue.shift(); next !== undefined && !this.#closed.signal.aborted; next = this.#queue.shift()) {
      await this.#writeOne(next)
    }
    this.#isWriting = false
    this.#release()
  }

  async #writeOne(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length && !this.#closed.signal.aborted; ) {
      const outcome = await writeSome(this.#descriptor, bytes, at)
      if (typeof outcome === 'number') at += outcome
      else if (outcome.code === 'EAGAIN') await new Promise<void>((resolve) => this.#clock.schedule(FULL_PAUSE_MS, resolve))
      else this.#closed.abort(outcome)
    }
  }
}

async function writeSome(descriptor: number, bytes: Uint8Array, at: number): Promise<number | NodeJS.ErrnoException> {
  const { promise, resolve } = Promise.withResolvers<number | NodeJS.ErrnoException>()
  write(descriptor, bytes, at, bytes.length - at, null, (error, written) => resolve(error ?? written))
  return await promise
}
