import {
  type ColumnVector,
  estimateVectorBytes,
  INLINE_TEXT_BYTES,
  type RowBatch,
  sliceBatch,
  textBytesAt,
  type VectorOf,
} from '@sql-gateway/gateway-common'

/** Texts of more bytes than this are too many for one batch. */
const WIDE_BYTES = 4 * 1024 * 1024
/** About so many bytes of text then go into each part. */
const PART_BYTES = 1024 * 1024
/** Values that stand at the same place many times over would each be copied for every part. */
const MOST_SHARING = 1.5
const WORDS = 4
const NESTED: readonly ColumnVector['layout'][] = ['list', 'map', 'struct']

/** Parts of a batch, to be made one by one. */
export interface SplitBatch {
  readonly partCount: number
  /** Makes a part with texts of its own: a copy of about a megabyte. */
  part(index: number): RowBatch
  /** Gives the memory of the whole batch's texts back at once; nobody may look at the batch afterwards. */
  discard(): void
}

/**
 * Takes apart a batch of very long texts. DuckDB makes chunks of 2,048 rows however long these are: kept as they come, a page
 * of a few rows would hold and read tens of megabytes, and what was read would wait for a collection of the whole heap.
 *
 * @returns undefined for all other batches, those with nested columns among them, which cannot be taken apart in this way
 */
export function splitBatch(batch: RowBatch): SplitBatch | undefined {
  const { columns, rowCount } = batch
  const texts = columns.filter(isText)
  const bytes = texts.reduce((sum, { buffers }) => sum + buffers.reduce((total, { length }) => total + length, 0), 0)
  if (bytes <= WIDE_BYTES || rowCount === 1) return undefined
  const shown = texts.reduce((sum, column) => sum + longBytes(column), 0)
  if (columns.some(({ layout }) => NESTED.includes(layout)) || shown > bytes * MOST_SHARING) return undefined
  const rows = Math.max(1, Math.floor((rowCount * PART_BYTES) / bytes))
  return {
    partCount: Math.ceil(rowCount / rows),
    part: (index) => {
      const part = sliceBatch(batch, index * rows, Math.min(rowCount, (index + 1) * rows))
      return { ...part, columns: part.columns.map((column) => (isText(column) ? ownTexts(column) : column)) }
    },
    discard: () => {
      // What has lived for a while is collected late, and V8 does not count how much it is.
      for (const { buffers } of texts) for (const { buffer } of buffers) (buffer as ArrayBuffer).transfer(0)
    },
  }
}

function isText(column: ColumnVector): column is VectorOf<'utf8view'> {
  return column.layout === 'utf8view'
}

/** What the texts take that stand outside of their views, each counted as often as it occurs. */
function longBytes(column: VectorOf<'utf8view'>): number {
  return estimateVectorBytes(column) - column.views.byteLength
}

/** The same texts in a buffer of their own. */
function ownTexts(column: VectorOf<'utf8view'>): VectorOf<'utf8view'> {
  const views = column.views.slice()
  const own = new Uint8Array(longBytes(column))
  let filled = 0
  for (let i = 0; i < column.length; i++) {
    const at = i * WORDS
    const size = views[at] as number
    if (size <= INLINE_TEXT_BYTES) continue
    own.set(textBytesAt(column, i), filled)
    views[at + 2] = 0
    views[at + 3] = filled
    filled += size
  }
  return { ...column, views, buffers: filled === 0 ? [] : [own] }
}
