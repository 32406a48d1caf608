import type { ColumnVector } from './column-vector.js'
import type { RowBatch } from './row-batch.js'
import { INLINE_TEXT_BYTES } from './text-view.js'

/** What a JavaScript string or byte array costs beside its characters. */
const OBJECT_BYTES = 16

/**
 * Estimates how much memory the values of a batch take, in bytes: exact for vectors of numbers, by length for text.
 * Vectors that share buffers with others are counted as if they had their own. Encoded rows are counted as they are.
 */
export function estimateBatchBytes(batch: RowBatch): number {
  if (batch.encoded !== undefined) return batch.encoded.bytes.length
  return batch.columns.reduce((sum, column) => sum + estimateVectorBytes(column), 0)
}

/** The part of {@link estimateBatchBytes} of one column. */
export function estimateVectorBytes(vector: ColumnVector): number {
  switch (vector.layout) {
    case 'null':
      return 0
    case 'utf8':
    case 'binary': {
      let bytes = vector.length * OBJECT_BYTES
      for (const value of vector.values) if (value !== null) bytes += value.length
      return bytes
    }
    case 'utf8view':
      return estimateViewBytes(vector.views)
    case 'list':
      return vector.length * 8 + estimateShare(vector.sizes, [vector.elements])
    case 'map':
      return vector.length * 8 + estimateShare(vector.sizes, [vector.keys, vector.entries])
    case 'struct':
      return vector.children.reduce((sum, child) => sum + estimateVectorBytes(child), 0)
    default:
      return vector.values.byteLength
  }
}

/** A slice shares its buffers with the whole, so what counts is the texts that it shows. */
function estimateViewBytes(views: Int32Array): number {
  let bytes = views.byteLength
  for (let i = 0; i < views.length; i += 4) {
    const size = views[i] as number
    if (size > INLINE_TEXT_BYTES) bytes += size
  }
  return bytes
}

/** A slice shares its children with the whole, so they count by the share of their values that it uses. */
function estimateShare(sizes: Int32Array, children: readonly ColumnVector[]): number {
  const used = sizes.reduce((sum, size) => sum + size, 0)
  return children.reduce((sum, child) => {
    if (child.length === 0) return sum
    return sum + estimateVectorBytes(child) * Math.min(1, used / child.length)
  }, 0)
}
