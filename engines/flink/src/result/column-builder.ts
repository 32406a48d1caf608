import type { ColumnVector } from '@sql-gateway/gateway-common'
import type { ValueScan } from './value-scan.js'

/** Collects the values of one column of a page; made once for a result and used for page after page. */
export interface ColumnBuilder {
  /** Reads the next value, null included. */
  append(scan: ValueScan): void
  appendNull(): void
  /** Gives what was collected and begins anew. */
  finish(): ColumnVector
}

/** A builder whose values are written as one string or number. */
export interface ScalarBuilder extends ColumnBuilder {
  /** Reads a value from its text. */
  add(text: string): void
}

const FIRST_CAPACITY = 64

/** Which of the values of a column are not null, as Arrow's bitmap, made with the first null. */
export class NullBits {
  #bits: Uint8Array | undefined

  /** Notes that the value at an index, after all noted before, is null. */
  setNull(index: number): void {
    const bytes = (index >> 3) + 1
    this.#bits ??= new Uint8Array(Math.max(bytes, FIRST_CAPACITY)).fill(0xff)
    if (this.#bits.length < bytes) {
      const wider = new Uint8Array(bytes * 2).fill(0xff)
      wider.set(this.#bits)
      this.#bits = wider
    }
    this.#bits[index >> 3] = (this.#bits[index >> 3] as number) & ~(1 << (index & 7))
  }

  /** The bitmap for so many values, as the field of a vector; empty where none is null. */
  finish(length: number): { readonly validity?: Uint8Array } {
    const bits = this.#bits
    this.#bits = undefined
    if (bits === undefined) return {}
    const bytes = (length + 7) >> 3
    if (bits.length >= bytes) return { validity: bits.subarray(0, bytes) }
    const validity = new Uint8Array(bytes).fill(0xff)
    validity.set(bits)
    return { validity }
  }
}

/** A typed array that grows. */
type Numbers = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array

/** A list of numbers whose place in memory grows with it. A list that was taken stays as it is. */
export class GrowingNumbers<A extends Numbers> {
  readonly #make: (length: number) => A
  #values: A
  #length = 0

  constructor(make: (length: number) => A) {
    this.#make = make
    this.#values = make(FIRST_CAPACITY)
  }

  get length(): number {
    return this.#length
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const wider = this.#make(this.#length * 2)
      wider.set(this.#values)
      this.#values = wider
    }
    this.#values[this.#length++] = value
  }

  /** Gives the numbers and begins anew, with as much room as was needed. */
  take(): A {
    const taken = this.#values.subarray(0, this.#length) as A
    this.#values = this.#make(Math.max(FIRST_CAPACITY, this.#length))
    this.#length = 0
    return taken
  }
}
