/** Where writers put bytes: a run of chunks, the last of which is being filled. */
export interface ByteSink {
  /** The chunk that is being filled. Changes with calls of `ensure`. */
  bytes: Buffer
  /** Where the next byte goes in `bytes`. */
  position: number
  /** Makes room for so many bytes in `bytes` from `position` on. */
  ensure(byteCount: number): void
  /** Puts bytes behind what was written, without a copy of them: they must stay as they are. */
  append(bytes: Buffer): void
  /** How many bytes were written in all. */
  readonly byteCount: number
  /** Gives the chunks written so far, which the sink forgets, and begins anew. */
  take(): Buffer[]
}

/** Small enough for Node's pool of small buffers, large enough for nearly every answer but pages of rows. */
const FIRST_CHUNK_BYTES = 4096
/** Fits the cache of a processor, and a few fill the buffers of a connection. */
const CHUNK_BYTES = 1 << 17
/** Memory that is kept for the next pages: fresh memory costs about as much as writing to it. */
const MOST_SPARE_CHUNKS = 64
const NO_CHUNK = Buffer.alloc(0)
const spareChunks: Buffer[] = []
/** Tells the memory of such chunks from that of others, which may be part of something larger. */
const recyclable = new WeakSet<ArrayBufferLike>()

class ChunkedByteSink implements ByteSink {
  bytes: Buffer = NO_CHUNK
  position = 0
  #full: Buffer[] = []
  #fullBytes = 0

  get byteCount(): number {
    return this.#fullBytes + this.position
  }

  ensure(byteCount: number): void {
    if (this.position + byteCount > this.bytes.length) this.#addChunk(byteCount)
  }

  append(bytes: Buffer): void {
    this.#putAside()
    this.bytes = NO_CHUNK
    this.#full.push(bytes)
    this.#fullBytes += bytes.length
  }

  #addChunk(byteCount: number): void {
    const isFirst = this.bytes.length === 0
    this.#putAside()
    this.bytes = isFirst && byteCount <= FIRST_CHUNK_BYTES ? Buffer.allocUnsafe(FIRST_CHUNK_BYTES) : newChunk(byteCount)
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
    this.bytes = NO_CHUNK
    return chunks
  }
}

function newChunk(byteCount: number): Buffer {
  if (byteCount > CHUNK_BYTES) return Buffer.allocUnsafeSlow(byteCount)
  const spare = spareChunks.pop()
  if (spare !== undefined) return spare
  const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES)
  recyclable.add(chunk.buffer)
  return chunk
}

/** Makes an empty sink. */
export function createByteSink(): ByteSink {
  return new ChunkedByteSink()
}

/** Takes back a chunk that a sink gave and that nobody looks at any more. Whoever does not know that must not call it. */
export function recycleChunk(chunk: Buffer): void {
  if (recyclable.has(chunk.buffer) && spareChunks.length < MOST_SPARE_CHUNKS) spareChunks.push(Buffer.from(chunk.buffer))
}
