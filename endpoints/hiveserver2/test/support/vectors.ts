import { type ColumnVector, validityOf } from '@sql-gateway/gateway-common'

/** Marks the values at some places as null. */
export function withNulls<V extends ColumnVector>(vector: V, nulls: readonly number[]): V {
  const validity = validityOf(vector.length, (i) => !nulls.includes(i))
  return validity === undefined ? vector : { ...vector, validity }
}

/** A vector of 64-bit integers. */
export function int64(...values: bigint[]): ColumnVector {
  return { layout: 'int64', length: values.length, values: BigInt64Array.from(values) }
}

/** A vector of texts. */
export function utf8(...values: (string | null)[]): ColumnVector {
  return withNulls(
    { layout: 'utf8', length: values.length, values },
    values.flatMap((value, i) => (value === null ? [i] : [])),
  )
}
