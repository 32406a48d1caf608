import type { Writable } from 'node:stream'
import type { OutgoingBytes } from '../wire/message-transport.js'
import type { StallTimer } from './stall-timer.js'

/** Written at once at most; so it shows whether a slow reader reads at all. */
const SLICE_BYTES = 1_048_576

/**
 * Writes bytes, waiting whenever the other side does not take them: no more than one answer is ever held for a client.
 *
 * @param stall - runs while nothing moves
 * @returns when the last bytes are with the operating system or the stream is closed
 */
export async function writeAll(stream: Writable, { chunks }: OutgoingBytes, stall: StallTimer): Promise<void> {
  let group: Uint8Array[] = []
  let groupBytes = 0
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += SLICE_BYTES) {
      const slice = chunk.length <= SLICE_BYTES ? chunk : chunk.subarray(at, at + SLICE_BYTES)
      group.push(slice)
      groupBytes += slice.length
      if (groupBytes < SLICE_BYTES) continue
      await writeGroup(stream, group, stall)
      group = []
      groupBytes = 0
    }
  }
  await writeGroup(stream, group, stall)
}

async function writeGroup(stream: Writable, group: readonly Uint8Array[], stall: StallTimer): Promise<void> {
  if (group.length === 0 || stream.destroyed) return
  let isFull = false
  stream.cork()
  for (const slice of group) isFull = !stream.write(slice) || isFull
  stream.uncork()
  if (!isFull || stream.destroyed || stream.writableLength === 0) return
  stall.start()
  await drained(stream)
  stall.stop()
}

function drained(stream: Writable): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const done = (): void => {
    stream.off('drain', done)
    stream.off('close', done)
    resolve()
  }
  stream.on('drain', done)
  stream.on('close', done)
  return promise
}
