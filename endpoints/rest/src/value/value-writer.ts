import {
  type ColumnVector,
  gatewayError,
  type LocalZone,
  type LogicalTypeRoot,
  type VectorLayout,
  type VectorOf,
} from '@sql-gateway/gateway-common'
import type { ByteSink } from './byte-sink.js'

/** Writes value `index` of one vector. Made once for each column of a batch, so that nothing is looked up per value. */
export type ValueWriter = (sink: ByteSink, index: number) => void

/** How decimals are written in row format JSON: as numbers, as Flink does, or as text with all their digits. */
export type DecimalForm = 'number' | 'string'

/** What the writers of a page go by. */
export interface WriteContext {
  /** The zone of the session; asked for only where a TIMESTAMP_LTZ is written. */
  readonly zone: LocalZone
  readonly decimalForm: DecimalForm
  /** Whether instants are moved into the zone. */
  readonly isZoned: boolean
}

/** Writes what stands for null. */
export type NullWriter = (sink: ByteSink) => void

/** Writes a vector's nulls by one writer and its values by another. */
export function nullable(vector: ColumnVector, writeNull: NullWriter, write: ValueWriter): ValueWriter {
  const { validity } = vector
  if (validity === undefined) return write
  return (sink, index) => {
    if (((validity[index >> 3] as number) & (1 << (index & 7))) === 0) writeNull(sink)
    else write(sink, index)
  }
}

/**
 * Narrows a vector to a layout.
 *
 * @throws {GatewayError} GATEWAY.BUG — the engine gave another layout for the type
 */
export function vectorOf<L extends VectorLayout>(root: LogicalTypeRoot, vector: ColumnVector, ...layouts: readonly L[]): VectorOf<L> {
  if (hasLayout(vector, layouts)) return vector
  throw gatewayError('GATEWAY.BUG', `Values of type ${root} came in layout ${vector.layout}, not in ${layouts.join(' or ')}.`)
}

function hasLayout<L extends VectorLayout>(vector: ColumnVector, layouts: readonly L[]): vector is VectorOf<L> {
  return (layouts as readonly VectorLayout[]).includes(vector.layout)
}
