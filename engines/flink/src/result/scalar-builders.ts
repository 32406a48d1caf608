import type { ColumnVector } from '@sql-gateway/gateway-common'
import { GrowingNumbers, NullBits, type ScalarBuilder } from './column-builder.js'
import { createInt64List, type Int64List, pushInteger } from './int64.js'
import type { ValueScan } from './value-scan.js'

/** What a scalar builder is made of: where values go and how they come out again. */
interface Store {
  /** Reads a value from its text; throws where it is none. */
  readonly add: (text: string) => void
  readonly addNothing: () => void
  readonly length: () => number
  readonly finish: (base: VectorBase) => ColumnVector
}

/** The fields that all vectors have. */
export interface VectorBase {
  readonly length: number
  readonly validity?: Uint8Array
}

/** Makes a builder over a store. */
export function scalarBuilder(store: Store): ScalarBuilder {
  const nulls = new NullBits()
  const appendNull = (): void => {
    nulls.setNull(store.length())
    store.addNothing()
  }
  return {
    add: store.add,
    append: (scan: ValueScan) => {
      if (scan.skipNull()) appendNull()
      else store.add(scan.scalar())
    },
    appendNull,
    finish: () => {
      const length = store.length()
      return store.finish({ length, ...nulls.finish(length) })
    },
  }
}

/** A builder of numbers that fit a double, made from text by a function. */
export function numberBuilder<A extends Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array>(
  make: (length: number) => A,
  parse: (text: string) => number,
  vector: (values: A, base: VectorBase) => ColumnVector,
): ScalarBuilder {
  const values = new GrowingNumbers(make)
  return scalarBuilder({
    add: (text) => values.push(parse(text)),
    addNothing: () => values.push(0),
    length: () => values.length,
    finish: (base) => vector(values.take(), base),
  })
}

/** A builder of 64-bit integers. */
export function int64Builder(
  add: (list: Int64List, text: string) => void,
  vector: (values: BigInt64Array, base: VectorBase) => ColumnVector,
): ScalarBuilder {
  const values = createInt64List()
  return scalarBuilder({
    add: (text) => add(values, text),
    addNothing: () => values.pushNumber(0),
    length: () => values.length,
    finish: (base) => vector(values.take(), base),
  })
}

/** A builder of BIGINT. */
export function bigintBuilder(): ScalarBuilder {
  return int64Builder(pushInteger, (values, base) => ({ layout: 'int64', values, ...base }))
}

/** A builder of values that are kept in an array, such as strings. */
function arrayBuilder<T>(
  parse: (text: string) => T,
  vector: (values: readonly (T | null)[], base: VectorBase) => ColumnVector,
): ScalarBuilder {
  let values: (T | null)[] = []
  return scalarBuilder({
    add: (text) => values.push(parse(text)),
    addNothing: () => values.push(null),
    length: () => values.length,
    finish: (base) => {
      const taken = values
      values = []
      return vector(taken, base)
    },
  })
}

/** A builder of text, as it is. */
export function textBuilder(): ScalarBuilder {
  return arrayBuilder(
    (text) => text,
    (values, base) => ({ layout: 'utf8', values, ...base }),
  )
}

/** A builder of bytes. */
export function binaryBuilder(parse: (text: string) => Uint8Array): ScalarBuilder {
  return arrayBuilder(parse, (values, base) => ({ layout: 'binary', values, ...base }))
}

/** A builder of nothing but nulls. */
export function nullBuilder(): ScalarBuilder {
  let length = 0
  return {
    add: () => {
      length++
    },
    append: (scan) => {
      scan.skipValue()
      length++
    },
    appendNull: () => {
      length++
    },
    finish: () => {
      const vector: ColumnVector = { layout: 'null', length }
      length = 0
      return vector
    },
  }
}
