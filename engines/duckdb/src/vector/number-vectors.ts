import type { Vector } from '@duckdb/node-bindings'
import { type ColumnVector, gatewayError, type TimeUnit } from '@sql-gateway/gateway-common'
import { baseOf, copyValues, isNull, type VectorReader } from './raw-vector.js'

type Reader = VectorReader<ColumnVector>

/** Reads BOOLEAN. */
export const readBool: Reader = (vector, length) => ({
  layout: 'bool',
  values: new Uint8Array(copyValues(vector, length)),
  ...baseOf(vector, length),
})
/** Reads TINYINT. */
export const readInt8: Reader = (vector, length) => ({
  layout: 'int8',
  values: new Int8Array(copyValues(vector, length)),
  ...baseOf(vector, length),
})
/** Reads SMALLINT. */
export const readInt16: Reader = (vector, length) => ({
  layout: 'int16',
  values: new Int16Array(copyValues(vector, length * 2)),
  ...baseOf(vector, length),
})
/** Reads INTEGER. */
export const readInt32: Reader = (vector, length) => ({
  layout: 'int32',
  values: new Int32Array(copyValues(vector, length * 4)),
  ...baseOf(vector, length),
})
/** Reads BIGINT. */
export const readInt64: Reader = (vector, length) => ({
  layout: 'int64',
  values: new BigInt64Array(copyValues(vector, length * 8)),
  ...baseOf(vector, length),
})
/** Reads FLOAT. */
export const readFloat32: Reader = (vector, length) => ({
  layout: 'float32',
  values: new Float32Array(copyValues(vector, length * 4)),
  ...baseOf(vector, length),
})
/** Reads DOUBLE. */
export const readFloat64: Reader = (vector, length) => ({
  layout: 'float64',
  values: new Float64Array(copyValues(vector, length * 8)),
  ...baseOf(vector, length),
})
/** Reads DATE; DuckDB's infinite dates are the same numbers as the gateway's. */
export const readDate: Reader = (vector, length) => ({
  layout: 'date32',
  values: new Int32Array(copyValues(vector, length * 4)),
  ...baseOf(vector, length),
})
/** Reads columns that hold nothing but null. */
export const readNull: Reader = (_, length) => ({ layout: 'null', length })

/** Reads UTINYINT into the next larger signed type. */
export const readUint8: Reader = (vector, length) => ({
  layout: 'int16',
  values: Int16Array.from(new Uint8Array(copyValues(vector, length))),
  ...baseOf(vector, length),
})
/** Reads USMALLINT into the next larger signed type. */
export const readUint16: Reader = (vector, length) => ({
  layout: 'int32',
  values: Int32Array.from(new Uint16Array(copyValues(vector, length * 2))),
  ...baseOf(vector, length),
})
/** Reads UINTEGER into the next larger signed type. */
export const readUint32: Reader = (vector, length) => ({
  layout: 'int64',
  values: widen(new Uint32Array(copyValues(vector, length * 4)), () => 0),
  ...baseOf(vector, length),
})

/** Makes 64-bit integers of 32-bit ones by their two halves, without a bigint for each. */
function widen(narrow: ArrayLike<number>, high: (low: number) => number): BigInt64Array {
  const wide = new BigInt64Array(narrow.length)
  const halves = new Int32Array(wide.buffer)
  for (let i = 0; i < narrow.length; i++) {
    const low = narrow[i] as number
    halves[i * 2] = low
    halves[i * 2 + 1] = high(low)
  }
  return wide
}

const signOf = (low: number) => low >> 31

/** Reads times of a unit, counted from midnight. */
export function timeReader(unit: TimeUnit): Reader {
  return (vector, length) => ({
    layout: 'time64',
    unit,
    values: new BigInt64Array(copyValues(vector, length * 8)),
    ...baseOf(vector, length),
  })
}

/** Reads timestamps of a unit; DuckDB's infinite ones are the same numbers as the gateway's. */
export function timestampReader(unit: TimeUnit): Reader {
  return (vector, length) => ({
    layout: 'timestamp64',
    unit,
    values: new BigInt64Array(copyValues(vector, length * 8)),
    ...baseOf(vector, length),
  })
}

/** Reads DECIMAL(width, …), which DuckDB keeps in 16, 32, 64 or 128 bits. */
export function decimalReader(width: number): Reader {
  if (width > 18)
    return (vector, length) => ({
      layout: 'decimal128',
      values: new BigInt64Array(copyValues(vector, length * 16)),
      ...baseOf(vector, length),
    })
  if (width > 9)
    return (vector, length) => ({
      layout: 'decimal64',
      values: new BigInt64Array(copyValues(vector, length * 8)),
      ...baseOf(vector, length),
    })
  const narrow =
    width > 4
      ? (vector: Vector, length: number) => new Int32Array(copyValues(vector, length * 4))
      : (vector: Vector, length: number) => new Int16Array(copyValues(vector, length * 2))
  return (vector, length) => ({ layout: 'decimal64', values: widen(narrow(vector, length), signOf), ...baseOf(vector, length) })
}

/** Reads UBIGINT as a DECIMAL(20, 0). */
export const readUint64: Reader = (vector, length) => {
  const low = new BigInt64Array(copyValues(vector, length * 8))
  const values = new BigInt64Array(length * 2)
  for (let i = 0; i < length; i++) values[i * 2] = low[i] as bigint
  return { layout: 'decimal128', values, ...baseOf(vector, length) }
}

const LIMIT = 10n ** 38n
/** The upper 32 of the 128 bits of every value nearer to zero than this fit for sure. */
const SURE_TOP = Number(LIMIT >> 96n)

/** Reads HUGEINT or UHUGEINT as a DECIMAL(38, 0), which holds less. */
export function hugeReader(column: string, isSigned: boolean): Reader {
  return (vector, length) => {
    const values = new BigInt64Array(copyValues(vector, length * 16))
    const base = baseOf(vector, length)
    const quarters = new Int32Array(values.buffer)
    for (let i = 0; i < length; i++) {
      const top = quarters[i * 4 + 3] as number
      const isSure = top < SURE_TOP && (isSigned ? top > -SURE_TOP : top >= 0)
      if (isSure || isNull(base.validity, i)) continue
      const high = values[i * 2 + 1] as bigint
      const value = ((isSigned ? high : BigInt.asUintN(64, high)) << 64n) | BigInt.asUintN(64, values[i * 2] as bigint)
      if (value >= LIMIT || value <= -LIMIT) throw tooWide(column, value, isSigned)
    }
    return { layout: 'decimal128', values, ...base }
  }
}

function tooWide(column: string, value: bigint, isSigned: boolean) {
  return gatewayError(
    'STATEMENT.DATA',
    `The ${isSigned ? 'HUGEINT' : 'UHUGEINT'} ${value} in column '${column}' has more than the 38 digits of DECIMAL(38, 0). Cast the column to VARCHAR.`,
  )
}
