/** Where writers put bytes: a run of chunks, the last of which is being filled. */
export interface ByteSink {
  /** The chunk that is being filled. Changes with every call of `ensure`. */
  bytes: Buffer
  /** Where the next byte goes in `bytes`. */
  position: number
  /** Makes room for so many bytes in `bytes` from `position` on. */
  ensure(byteCount: number): void
  /** How many bytes were written in all. */
  readonly byteCount: number
  /** Gives the chunks written so far, which the sink forgets, and begins anew. */
  take(): Buffer[]
}

/** Small enough for Node's pool of small buffers, large enough for nearly every answer but pages of rows. */
const FIRST_CHUNK_BYTES = 4096
const LARGEST_CHUNK_BYTES = 1 << 20

class ChunkedByteSink implements ByteSink {
  bytes: Buffer = Buffer.allocUnsafe(FIRST_CHUNK_BYTES)
  position = 0
  #full: Buffer[] = []
  #fullBytes = 0

  get byteCount(): number {
    return this.#fullBytes + this.position
  }

  ensure(byteCount: number): void {
    if (this.position + byteCount > this.bytes.length) this.#addChunk(byteCount)
  }

  #addChunk(byteCount: number): void {
    const next = Math.min(this.bytes.length * 4, LARGEST_CHUNK_BYTES)
    this.#putAside()
    this.bytes = Buffer.allocUnsafe(Math.max(next, byteCount))
  }

  #putAside(): void {
    if (this.position > 0) this.#full.push(this.bytes.subarray(0, this.position))
    this.#fullBytes += this.position
    this.position = 0
  }

  take(): Buffer[] {
    this.#putAside()
    const chunks = this.#full
    this.#full = []
    this.#fullBytes = 0
    this.bytes = Buffer.allocUnsafe(FIRST_CHUNK_BYTES)
    return chunks
  }
}

/** Makes an empty sink. */
export function createByteSink(): ByteSink {
  return new ChunkedByteSink()
}
