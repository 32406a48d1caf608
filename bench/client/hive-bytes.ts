/** Pieces of Thrift's strict binary protocol, as far as the benchmarks send and read them. */
export const CALL = 0x80010001 | 0
/** The types of values. */
export const [BOOL, BYTE, DOUBLE, I16, I32, I64, STRING, STRUCT] = [2, 3, 4, 6, 8, 10, 11, 12] as const

/** The end of a structure. */
export const stop = Buffer.from([0])

/** The head of a field. */
export function field(type: number, id: number): Buffer {
  return Buffer.from([type, id >> 8, id])
}

/** A number of 32 bits. */
export function i32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

/** A number of 64 bits. */
export function i64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(BigInt(value))
  return bytes
}

/** A text after its length. */
export function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([i32(bytes.length), bytes])
}
