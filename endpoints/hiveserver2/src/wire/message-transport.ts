import { Thrift, type TTransport } from 'thrift'

const FIRST_BLOCK_BYTES = 512
const LARGE_BYTES = 4096

/** Bytes that go out in this order. */
export interface OutgoingBytes {
  readonly chunks: readonly Uint8Array[]
  readonly byteLength: number
  /** Gives the memory of what was appended back; for who wrote all of it to where it is copied. Nobody has to. */
  release?(): void
}

/**
 * The transport of one call: reads from a message that is all there, and collects the reply.
 *
 * What is read as bytes is copied, so the message's memory may be used again as soon as the arguments were read.
 */
export class MessageTransport implements TTransport {
  readonly #input: Buffer
  readonly #onFlush: () => void
  #readAt = 0
  #chunks: Uint8Array[] = []
  #byteLength = 0
  #release: (() => void) | undefined
  #block: Buffer = Buffer.allocUnsafe(FIRST_BLOCK_BYTES)
  #blockStart = 0
  #blockEnd = 0

  /** @param onFlush - called when the reply is whole */
  constructor(input: Buffer, onFlush: () => void = () => undefined) {
    this.#input = input
    this.#onFlush = onFlush
  }

  /** The reply so far. */
  output(): OutgoingBytes {
    this.#closeChunk()
    const output = { chunks: this.#chunks, byteLength: this.#byteLength }
    return this.#release === undefined ? output : { ...output, release: this.#release }
  }

  /** Forgets what was written. */
  discardOutput(): void {
    this.#chunks = []
    this.#byteLength = 0
    this.#release = undefined
    this.#blockStart = this.#blockEnd
  }

  write(data: Uint8Array | string): void {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data
    this.#byteLength += bytes.length
    if (bytes.length >= LARGE_BYTES) {
      this.#closeChunk()
      this.#chunks.push(bytes)
      return
    }
    if (this.#blockEnd + bytes.length > this.#block.length) this.#nextBlock(bytes.length)
    this.#block.set(bytes, this.#blockEnd)
    this.#blockEnd += bytes.length
  }

  /** Adds bytes as they are, without a copy. `release` goes with the output; at most one is appended to a reply. */
  append(bytes: Uint8Array, release: () => void): void {
    this.#closeChunk()
    this.#chunks.push(bytes)
    this.#byteLength += bytes.length
    this.#release = release
  }

  flush(): void {
    this.#onFlush()
  }

  ensureAvailable(length: number): void {
    if (length >= 0 && this.#readAt + length <= this.#input.length) return
    throw new Thrift.TProtocolException(Thrift.TProtocolExceptionType.INVALID_DATA, 'The message ends too early.')
  }

  read(length: number): Buffer {
    return Buffer.from(this.#take(length))
  }

  readByte(): number {
    this.ensureAvailable(1)
    return this.#input.readInt8(this.#readAt++)
  }

  readI16(): number {
    this.ensureAvailable(2)
    this.#readAt += 2
    return this.#input.readInt16BE(this.#readAt - 2)
  }

  readI32(): number {
    this.ensureAvailable(4)
    this.#readAt += 4
    return this.#input.readInt32BE(this.#readAt - 4)
  }

  readDouble(): number {
    this.ensureAvailable(8)
    this.#readAt += 8
    return this.#input.readDoubleBE(this.#readAt - 8)
  }

  readString(length = 0): string {
    return this.#take(length).toString('utf8')
  }

  setCurrSeqId(): void {}
  commitPosition(): void {}
  rollbackPosition(): void {}
  isOpen(): boolean {
    return true
  }
  open(): boolean {
    return true
  }
  close(): boolean {
    return true
  }

  #take(length: number): Buffer {
    this.ensureAvailable(length)
    this.#readAt += length
    return this.#input.subarray(this.#readAt - length, this.#readAt)
  }

  #closeChunk(): void {
    if (this.#blockEnd === this.#blockStart) return
    this.#chunks.push(this.#block.subarray(this.#blockStart, this.#blockEnd))
    this.#blockStart = this.#blockEnd
  }

  #nextBlock(needed: number): void {
    this.#closeChunk()
    this.#block = Buffer.allocUnsafe(Math.max(this.#block.length * 2, needed))
    this.#blockStart = 0
    this.#blockEnd = 0
  }
}
