import { type ColumnVector, isNullAt, type LogicalType, textBytesAt } from '@sql-gateway/gateway-common'
import type { ByteSink } from './byte-sink.js'
import { ESCAPED, writeCode } from './text.js'

/** A longer text is written piece by piece. */
const LONG_BYTES = 1 << 20
/** Takes well below a millisecond. */
const PIECE_BYTES = 1 << 15
const QUOTE = 34
const VIEW_WORDS = 4

/** The long texts of a column. */
export interface LongTexts {
  isLong(row: number): boolean
  /** Writes one as a JSON string, in steps. */
  steps(sink: ByteSink, row: number): Generator<void, void>
}

/** The long texts of a column; undefined where it can have none, as nearly every one. */
export function longTexts(type: LogicalType, vector: ColumnVector): LongTexts | undefined {
  if ((type.root !== 'VARCHAR' && type.root !== 'CHAR') || vector.layout !== 'utf8view') return undefined
  if (!vector.buffers.some(({ length }) => length > LONG_BYTES)) return undefined
  return {
    isLong: (row) => (vector.views[row * VIEW_WORDS] as number) > LONG_BYTES && !isNullAt(vector, row),
    steps: (sink, row) => writePieces(sink, textBytesAt(vector, row)),
  }
}

function* writePieces(sink: ByteSink, bytes: Uint8Array): Generator<void, void> {
  writeCode(sink, QUOTE)
  for (let at = 0; at < bytes.length; ) {
    const end = characterStart(bytes, Math.min(at + PIECE_BYTES, bytes.length))
    ESCAPED.writeUtf8(sink, bytes, at, end)
    at = end
    yield
  }
  writeCode(sink, QUOTE)
}

/** The start of the character that a place lies in. */
function characterStart(bytes: Uint8Array, at: number): number {
  let start = at
  while (start < bytes.length && ((bytes[start] as number) & 0xc0) === 0x80) start--
  return start
}
