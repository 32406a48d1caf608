/** Bytes to write into, and a view of the same for numbers of several bytes. */
export interface WireBytes {
  readonly bytes: Buffer
  readonly view: DataView
}

/** Memory for a page. */
export interface PageMemory extends WireBytes {
  /**
   * Gives the memory back for the next page. Only for who knows that nobody looks at it any more; memory that is not
   * given back is collected like any other. Repeat calls do nothing.
   */
  release(): void
}

/** Smaller ones come from Node's own pool or cost next to nothing. */
const SMALLEST_KEPT = 64 * 1024
const LARGEST_KEPT = 8 * 1024 * 1024
/** What is kept for the next pages: fresh memory costs about as much as writing to it, and makes the collector run. */
const MOST_SPARE_BYTES = 32 * 1024 * 1024
/** By their sizes, powers of two. */
const spare = new Map<number, WireBytes[]>()
let spareBytes = 0

/** Takes memory of at least so many bytes, with anything in it. */
export function takePageMemory(byteLength: number): PageMemory {
  if (byteLength < SMALLEST_KEPT || byteLength > LARGEST_KEPT)
    return { ...newBytes(Buffer.allocUnsafe(byteLength)), release: () => undefined }
  const size = 2 ** Math.ceil(Math.log2(byteLength))
  const known = spare.get(size)?.pop()
  if (known !== undefined) spareBytes -= size
  const memory = known ?? newBytes(Buffer.allocUnsafeSlow(size))
  let isTaken = true
  return {
    ...memory,
    release: () => {
      if (!isTaken || spareBytes + size > MOST_SPARE_BYTES) return
      isTaken = false
      spareBytes += size
      const same = spare.get(size)
      if (same === undefined) spare.set(size, [memory])
      else same.push(memory)
    },
  }
}

function newBytes(bytes: Buffer): WireBytes {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) }
}
