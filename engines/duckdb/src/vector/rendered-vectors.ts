import type { Vector } from '@duckdb/node-bindings'
import { type ColumnVector, utf8ViewVector } from '@sql-gateway/gateway-common'
import { baseOf, copyValues, isNull, type VectorReader } from './raw-vector.js'
import { readBytes } from './text-vectors.js'

type Reader = VectorReader<ColumnVector>

function rendered(vector: Vector, length: number, render: (index: number) => string): ColumnVector {
  const base = baseOf(vector, length)
  return utf8ViewVector(Array.from({ length }, (_, i) => (isNull(base.validity, i) ? null : render(i))))
}

function renderedBytes(render: (bytes: Uint8Array) => string): Reader {
  return (vector, length) => {
    const { values } = readBytes(vector, length)
    return utf8ViewVector(values.map((bytes) => (bytes === null ? null : render(bytes))))
  }
}

const two = (value: number) => String(value).padStart(2, '0')

/** `HH:MM:SS`, with a fraction where there is one. */
function timeText(micros: bigint): string {
  const seconds = Number(micros / 1_000_000n)
  const fraction = Number(micros % 1_000_000n)
  const tail = fraction === 0 ? '' : `.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${tail}`
}

/** `+HH`, then minutes and seconds, each only where it is not zero: this is how DuckDB writes it. */
function offsetText(offset: number): string {
  const seconds = Math.abs(offset)
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].filter((part) => part !== 0)
  return `${offset < 0 ? '-' : '+'}${[Math.floor(seconds / 3600), ...parts].map(two).join(':')}`
}

/** Reads TIMETZ: 40 bits of microseconds, then 24 bits that count down from the largest offset. */
export const readTimeTz: Reader = (vector, length) => {
  const values = new BigUint64Array(copyValues(vector, length * 8))
  return rendered(vector, length, (i) => {
    const bits = values[i] as bigint
    return timeText(bits >> 24n) + offsetText(57_599 - Number(bits & 0xffffffn))
  })
}

/** Reads INTERVAL: months, days and microseconds, each with a sign of its own. */
export const readInterval: Reader = (vector, length) => {
  const buffer = copyValues(vector, length * 16)
  const words = new Int32Array(buffer)
  const longs = new BigInt64Array(buffer)
  return rendered(vector, length, (i) => intervalText(words[i * 4] as number, words[i * 4 + 1] as number, longs[i * 2 + 1] as bigint))
}

function intervalText(months: number, days: number, micros: bigint): string {
  const parts: string[] = []
  const add = (value: number, unit: string) => {
    if (value !== 0) parts.push(`${value} ${unit}${Math.abs(value) === 1 ? '' : 's'}`)
  }
  add(Math.trunc(months / 12), 'year')
  add(months % 12, 'month')
  add(days, 'day')
  if (micros !== 0n || parts.length === 0) parts.push(micros < 0n ? `-${timeText(-micros)}` : timeText(micros))
  return parts.join(' ')
}

/** Reads UUID: 128 bits of which the first is turned over, so that they sort as signed numbers. */
export const readUuid: Reader = (vector, length) => {
  const halves = new BigUint64Array(copyValues(vector, length * 16))
  return rendered(vector, length, (i) => {
    const high = (halves[i * 2 + 1] as bigint) ^ (1n << 63n)
    const hex = high.toString(16).padStart(16, '0') + (halves[i * 2] as bigint).toString(16).padStart(16, '0')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  })
}

/** Reads BIT: the number of unused bits in the first byte of the rest, then the bits. */
export const readBit: Reader = renderedBytes((bytes) => {
  const bits = Array.from(bytes.subarray(1), (byte) => byte.toString(2).padStart(8, '0')).join('')
  return bits.slice(bytes[0] as number)
})

/** Reads BIGNUM: three bytes of sign and size, then the magnitude, all of it inverted where negative. */
export const readBignum: Reader = renderedBytes((bytes) => {
  const isNegative = ((bytes[0] as number) & 0x80) === 0
  const hex = Array.from(bytes.subarray(3), (byte) => (isNegative ? byte ^ 0xff : byte).toString(16).padStart(2, '0')).join('')
  const magnitude = BigInt(`0x${hex}`)
  return String(isNegative ? -magnitude : magnitude)
})

/** Reads ENUM, kept as places in the list of its values. */
export function enumReader(texts: readonly string[]): Reader {
  const bytes = texts.length <= 0xff ? 1 : texts.length <= 0xffff ? 2 : 4
  const places = bytes === 1 ? Uint8Array : bytes === 2 ? Uint16Array : Uint32Array
  return (vector, length) => {
    const values = new places(copyValues(vector, length * bytes))
    return rendered(vector, length, (i) => texts[values[i] as number] as string)
  }
}
