/** Collects bytes in a buffer that grows. */
export interface ByteWriter {
  /** Has room behind `length` for what {@link ensure} was asked for last. Replaced when it grows. */
  bytes: Buffer
  length: number
  ensure(count: number): void
  /** Copies a part of other bytes. */
  copy(source: Uint8Array, start: number, end: number): void
  text(text: string): void
  byte(value: number): void
  /** What was collected; the writer begins anew with a buffer of its own. */
  take(): Buffer
}

const FIRST_SIZE = 64 * 1024
/** Shorter parts are copied faster one by one than by a call. */
const SHORT = 48

/** Makes a writer. */
export function createByteWriter(): ByteWriter {
  return new Writer()
}

class Writer implements ByteWriter {
  bytes = Buffer.allocUnsafe(FIRST_SIZE)
  length = 0

  ensure(count: number): void {
    if (this.length + count <= this.bytes.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + count))
    this.bytes.copy(grown, 0, 0, this.length)
    this.bytes = grown
  }

  copy(source: Uint8Array, start: number, end: number): void {
    this.ensure(end - start)
    if (end - start > SHORT) this.bytes.set(source.subarray(start, end), this.length)
    else for (let at = start, to = this.length; at < end; ) this.bytes[to++] = source[at++] as number
    this.length += end - start
  }

  text(text: string): void {
    this.ensure(text.length * 3)
    this.length += this.bytes.write(text, this.length)
  }

  byte(value: number): void {
    this.ensure(1)
    this.bytes[this.length++] = value
  }

  take(): Buffer {
    const taken = this.bytes.subarray(0, this.length)
    this.bytes = Buffer.allocUnsafe(Math.max(FIRST_SIZE, this.bytes.length))
    this.length = 0
    return taken
  }
}
