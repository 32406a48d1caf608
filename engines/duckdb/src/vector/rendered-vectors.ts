import { utf8ViewVector, type VectorOf } from '@sql-gateway/gateway-common'
import { baseOf, type ChunkColumn, type ColumnOpener, copyValues, isNull, type VectorBase } from './raw-vector.js'
import { bytesOf, openVarchar } from './text-vectors.js'

/** A column whose values are written as text when they are taken, each of about so many bytes. */
function renderedColumn(base: VectorBase, sizeOf: (index: number) => number, render: (index: number) => string): ChunkColumn {
  const size = (i: number) => (isNull(base.validity, i) ? 0 : sizeOf(i))
  const renderSome = (from: number, to: number) =>
    utf8ViewVector(Array.from({ length: to - from }, (_, i) => (isNull(base.validity, from + i) ? null : render(from + i))))
  let farBytes = 0
  for (let i = 0; i < base.length; i++) farBytes += size(i)
  return {
    farBytes,
    addFarBytes: (rows) => {
      for (let i = 0; i < base.length; i++) rows[i] = (rows[i] as number) + size(i)
    },
    take: renderSome,
    takeAll: () => renderSome(0, base.length),
  }
}

/** Characters that a byte of these values is at most written with. */
const CHARACTERS_A_BYTE = 8

function renderedBytes(render: (bytes: Uint8Array) => string): ColumnOpener {
  return (vector, length) => {
    const column = openVarchar(vector, length)
    const renderAll = (values: VectorOf<'utf8view'>) =>
      utf8ViewVector(bytesOf(values).map((bytes) => (bytes === null ? null : render(bytes))))
    return {
      farBytes: column.farBytes * CHARACTERS_A_BYTE,
      addFarBytes: (rows) => {
        for (let i = 0; i < CHARACTERS_A_BYTE; i++) column.addFarBytes(rows)
      },
      take: (from, to) => renderAll(column.take(from, to)),
      takeAll: () => renderAll(column.takeAll()),
    }
  }
}

/** What a time, an interval or a UUID takes. */
const shortSize = () => 36

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

/** Opens TIMETZ: 40 bits of microseconds, then 24 bits that count down from the largest offset. */
export const openTimeTz: ColumnOpener = (vector, length) => {
  const values = new BigUint64Array(copyValues(vector, length * 8))
  return renderedColumn(baseOf(vector, length), shortSize, (i) => {
    const bits = values[i] as bigint
    return timeText(bits >> 24n) + offsetText(57_599 - Number(bits & 0xffffffn))
  })
}

/** Opens INTERVAL: months, days and microseconds, each with a sign of its own. */
export const openInterval: ColumnOpener = (vector, length) => {
  const buffer = copyValues(vector, length * 16)
  const words = new Int32Array(buffer)
  const longs = new BigInt64Array(buffer)
  return renderedColumn(baseOf(vector, length), shortSize, (i) =>
    intervalText(words[i * 4] as number, words[i * 4 + 1] as number, longs[i * 2 + 1] as bigint),
  )
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

/** Opens UUID: 128 bits of which the first is turned over, so that they sort as signed numbers. */
export const openUuid: ColumnOpener = (vector, length) => {
  const halves = new BigUint64Array(copyValues(vector, length * 16))
  return renderedColumn(baseOf(vector, length), shortSize, (i) => {
    const high = (halves[i * 2 + 1] as bigint) ^ (1n << 63n)
    const hex = high.toString(16).padStart(16, '0') + (halves[i * 2] as bigint).toString(16).padStart(16, '0')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  })
}

/** Opens BIT: the number of unused bits in the first byte of the rest, then the bits. */
export const openBit = renderedBytes((bytes) => {
  const bits = Array.from(bytes.subarray(1), (byte) => byte.toString(2).padStart(8, '0')).join('')
  return bits.slice(bytes[0] as number)
})

/** Opens BIGNUM: three bytes of sign and size, then the magnitude, all of it inverted where negative. */
export const openBignum = renderedBytes((bytes) => {
  const isNegative = ((bytes[0] as number) & 0x80) === 0
  const hex = Array.from(bytes.subarray(3), (byte) => (isNegative ? byte ^ 0xff : byte).toString(16).padStart(2, '0')).join('')
  const magnitude = BigInt(`0x${hex}`)
  return String(isNegative ? -magnitude : magnitude)
})

/** Opens ENUM, kept as places in the list of its values. */
export function enumOpener(texts: readonly string[]): ColumnOpener {
  const bytes = texts.length <= 0xff ? 1 : texts.length <= 0xffff ? 2 : 4
  const places = bytes === 1 ? Uint8Array : bytes === 2 ? Uint16Array : Uint32Array
  return (vector, length) => {
    const values = new places(copyValues(vector, length * bytes))
    const text = (i: number) => texts[values[i] as number] as string
    return renderedColumn(baseOf(vector, length), (i) => text(i).length, text)
  }
}
