/** Memory for pages that are read one after the other: fresh memory costs about as much as writing to it. */
export interface PageMemory {
  /** Memory of exactly this size; what is in it is not defined. */
  take(length: number): Buffer
  /** Takes it back for the next pages, once nobody looks at it; what does not come from here is left alone. Each once. */
  give(bytes: Buffer): void
}

/** A page is read, one is converted. */
const MOST_SPARE = 2
const SMALLEST_BYTES = 256 * 1024
/** Larger pages, of very wide rows, are worth no memory that is kept. */
const LARGEST_KEPT_BYTES = 32 * 1024 * 1024

/** Makes memory of which nothing is used yet. */
export function createPageMemory(): PageMemory {
  const spare: ArrayBuffer[] = []
  const own = new WeakSet<ArrayBufferLike>()

  function allocate(length: number): ArrayBuffer {
    let size = SMALLEST_BYTES
    while (size < length) size *= 2
    const memory = Buffer.allocUnsafeSlow(size).buffer as ArrayBuffer
    own.add(memory)
    return memory
  }

  return {
    take: (length) => {
      const index = spare.findIndex(({ byteLength }) => byteLength >= length)
      const [memory = allocate(length)] = index === -1 ? [] : spare.splice(index, 1)
      return Buffer.from(memory, 0, length)
    },
    give: ({ buffer }) => {
      if (!own.has(buffer) || buffer.byteLength > LARGEST_KEPT_BYTES) return
      // The largest are kept: pages grow while the gateway gets ahead.
      if (spare.push(buffer as ArrayBuffer) <= MOST_SPARE) return
      spare.sort((a, b) => b.byteLength - a.byteLength)
      spare.length = MOST_SPARE
    },
  }
}
