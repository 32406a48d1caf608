import type { ColumnVector } from '@sql-gateway/gateway-common'

const NO_NULLS = Buffer.alloc(0)

/**
 * The nulls of a column as the protocol has them: least significant bit first as in Arrow, but a 1 stands for a null.
 * No bit beyond the rows is set (PyHive would take it for a row), and a column without nulls has no bytes at all.
 */
export function nullBitmap(vectors: readonly ColumnVector[], rowCount: number): Uint8Array {
  if (!vectors.some((vector) => vector.layout === 'null' || vector.validity !== undefined)) return NO_NULLS
  const bitmap = new Uint8Array((rowCount + 7) >> 3)
  let row = 0
  for (const vector of vectors) {
    if (vector.layout === 'null') setBits(bitmap, row, vector.length)
    else if (vector.validity !== undefined) addNulls(bitmap, row, vector.validity, vector.length)
    row += vector.length
  }
  return bitmap
}

function setBits(bitmap: Uint8Array, from: number, count: number): void {
  for (let i = from; i < from + count; i++) bitmap[i >> 3] = (bitmap[i >> 3] as number) | (1 << (i & 7))
}

function addNulls(bitmap: Uint8Array, from: number, validity: Uint8Array, count: number): void {
  const shift = from & 7
  const first = from >> 3
  for (let i = 0; i < count; i += 8) {
    const inRange = count - i < 8 ? (1 << (count - i)) - 1 : 0xff
    const nulls = ~(validity[i >> 3] as number) & inRange
    if (nulls === 0) continue
    const at = first + (i >> 3)
    bitmap[at] = (bitmap[at] as number) | ((nulls << shift) & 0xff)
    if (shift !== 0 && nulls >> (8 - shift) !== 0) bitmap[at + 1] = (bitmap[at + 1] as number) | (nulls >> (8 - shift))
  }
}
