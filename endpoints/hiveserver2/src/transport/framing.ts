/** How messages lie on a binary connection. */
export interface Framing {
  /**
   * Takes bytes off the wire and passes on those that belong to messages.
   *
   * @returns why the connection cannot go on; nothing where it can
   */
  unwrap(chunk: Buffer, pass: (payload: Buffer) => void): string | undefined
  /** What goes before an answer of so many bytes. */
  header(byteLength: number): Buffer | undefined
}

const LENGTH_BYTES = 4

/** Messages one after the other, as without SASL. */
export function bareFraming(): Framing {
  return {
    unwrap: (chunk, pass) => {
      pass(chunk)
      return undefined
    },
    header: () => undefined,
  }
}

/**
 * Frames with their length before them, as after the login with SASL. A frame is what the client sent at once; where
 * messages end it does not say.
 */
export function lengthFraming(maxBytes: number): Framing {
  const length = Buffer.alloc(LENGTH_BYTES)
  let lengthBytes = 0
  let remaining = 0
  return {
    unwrap: (chunk, pass) => {
      let at = 0
      while (at < chunk.length) {
        if (remaining === 0) {
          const part = chunk.copy(length, lengthBytes, at, at + LENGTH_BYTES - lengthBytes)
          lengthBytes += part
          at += part
          if (lengthBytes < LENGTH_BYTES) return undefined
          lengthBytes = 0
          const announced = length.readInt32BE()
          if (announced < 0 || announced > maxBytes) {
            // What is there of it tells which call it was, so that the refusal reaches its caller.
            if (at < chunk.length) pass(chunk.subarray(at))
            return `a frame of ${announced >>> 0} bytes is announced; the limit is ${maxBytes}`
          }
          remaining = announced
        } else {
          const end = Math.min(chunk.length, at + remaining)
          pass(chunk.subarray(at, end))
          remaining -= end - at
          at = end
        }
      }
      return undefined
    },
    header: (byteLength) => {
      const header = Buffer.allocUnsafe(LENGTH_BYTES)
      header.writeInt32BE(byteLength)
      return header
    },
  }
}
