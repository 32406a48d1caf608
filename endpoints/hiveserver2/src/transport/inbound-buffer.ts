const EMPTY = Buffer.alloc(0)

/** Bytes that came and were not yet used, in one piece. */
export interface InboundBuffer {
  readonly bytes: Buffer
  /** Where the unused bytes begin and end. */
  readonly start: number
  readonly end: number
  append(chunk: Buffer): void
  /** Drops bytes at the beginning. */
  consume(length: number): void
}

/**
 * Makes an empty buffer. A chunk that comes while it is empty is taken over without a copy, which is the case for nearly
 * all messages; memory is only held while bytes are unused, so an idle connection holds none.
 */
export function createInboundBuffer(): InboundBuffer {
  return new GrowingBuffer()
}

class GrowingBuffer implements InboundBuffer {
  bytes: Buffer = EMPTY
  start = 0
  end = 0
  /** Whether the memory is ours alone, so that it can be written to. */
  #isOwn = false

  append(chunk: Buffer): void {
    const used = this.end - this.start
    if (used === 0) {
      this.bytes = chunk
      this.start = 0
      this.end = chunk.length
      this.#isOwn = false
      return
    }
    if (!this.#isOwn || this.end + chunk.length > this.bytes.length) this.#move(used + chunk.length)
    chunk.copy(this.bytes, this.end)
    this.end += chunk.length
  }

  consume(length: number): void {
    this.start += length
    if (this.start < this.end) return
    this.bytes = EMPTY
    this.start = 0
    this.end = 0
  }

  /** Into memory of twice the size needed, so that a message in many pieces is copied a few times and not each time. */
  #move(needed: number): void {
    const larger = Buffer.allocUnsafeSlow(needed * 2)
    this.bytes.copy(larger, 0, this.start, this.end)
    this.end -= this.start
    this.start = 0
    this.bytes = larger
    this.#isOwn = true
  }
}
