import Int64 from 'node-int64'

/** A 64-bit integer of a request as a number; of one beyond 2^53 the sign remains, with the largest exact number. */
export function fromInt64(value: Int64 | null | undefined): number {
  if (value === null || value === undefined) return 0
  return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, value.toNumber(true)))
}

/** A number, or a bigint of up to 64 bits, for an answer. */
export function toInt64(value: number | bigint): Int64 {
  if (typeof value === 'number') return new Int64(value)
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeBigInt64BE(BigInt.asIntN(64, value))
  return new Int64(bytes)
}
