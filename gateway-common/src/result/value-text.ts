import type { LogicalType, LogicalTypeOf } from '../type/logical-type.js'
import { type ColumnVector, isNullAt, type TimeUnit, type VectorOf } from './column-vector.js'
import { textAt } from './text-view.js'

const UNITS_PER_SECOND: Readonly<Record<TimeUnit, bigint>> = { s: 1n, ms: 1_000n, us: 1_000_000n, ns: 1_000_000_000n }
const SECONDS_PER_DAY = 86_400n
const DATE_INFINITY = 2 ** 31 - 1
const TIMESTAMP_INFINITY = 2n ** 63n - 1n

/**
 * Writes one value as text that is the same whatever engine it comes from: for endpoints whose wire is text and has no
 * format of its own, and for comparing in tests. An endpoint that writes many rows does better with a loop of its own per
 * column.
 *
 * - null is `NULL`; booleans `true`, `false`; numbers in JavaScript's notation, FLOAT in the shortest digits of a single
 * - DECIMAL with exactly its scale; text as it is; BINARY, BITMAP and RAW as `x'0aff'`
 * - `2024-01-31`, `12:34:56.789`, `2024-01-31 12:34:56.789`, both kinds of zoned timestamps in UTC with a `Z`; the type's
 *   precision gives the number of fraction digits; `infinity`, `-infinity`; years before 1 are counted as in ISO 8601
 * - intervals `+1-02` (years-months) and `+1 02:03:04.005` (days and time)
 * - `[1, NULL]`, `{a=1, b=2}`, `(1, x)`
 */
export function valueText(type: LogicalType, vector: ColumnVector, index: number): string {
  if (isNullAt(vector, index)) return 'NULL'
  switch (vector.layout) {
    case 'null':
      return 'NULL'
    case 'bool':
      return vector.values[index] === 1 ? 'true' : 'false'
    case 'int8':
    case 'int16':
    case 'int32':
    case 'int64':
    case 'float64':
      return numberText(vector.values[index] as number | bigint)
    case 'float32':
      return shortestFloat(vector.values[index] as number)
    case 'decimal64':
      return decimalText(vector.values[index] as bigint, type as LogicalTypeOf<'DECIMAL'>)
    case 'decimal128': {
      const [low, high] = vector.values.subarray(index * 2) as unknown as readonly [bigint, bigint]
      return decimalText((high << 64n) | BigInt.asUintN(64, low), type as LogicalTypeOf<'DECIMAL'>)
    }
    case 'utf8':
      return vector.values[index] as string
    case 'utf8view':
      return textAt(vector, index)
    case 'binary':
      return `x'${hexText(vector.values[index] as Uint8Array)}'`
    case 'date32':
      return dateText(vector.values[index] as number)
    case 'time64':
      return timeText(vector.values[index] as bigint, vector.unit, precisionOf(type))
    case 'timestamp64':
      return timestampText(vector.values[index] as bigint, vector.unit, type)
    case 'interval32':
      return monthsText(vector.values[index] as number)
    case 'duration64':
      return durationText(vector.values[index] as bigint)
    case 'list': {
      const { elementType } = type as LogicalTypeOf<'ARRAY'>
      return `[${span(vector, index)
        .map((i) => valueText(elementType, vector.elements, i))
        .join(', ')}]`
    }
    case 'map': {
      const [keyType, valueType] = entryTypes(type)
      const entry = (i: number) => `${valueText(keyType, vector.keys, i)}=${valueText(valueType, vector.entries, i)}`
      return `{${span(vector, index).map(entry).join(', ')}}`
    }
    case 'struct': {
      const { fields } = type as LogicalTypeOf<'ROW'>
      return `(${vector.children.map((child, f) => valueText(fields[f]?.type ?? type, child, index)).join(', ')})`
    }
  }
}

function hexText(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}

function numberText(value: number | bigint): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

function shortestFloat(value: number): string {
  if (value === 0) return numberText(value)
  for (let digits = 1; digits <= 9; digits++) {
    const text = value.toPrecision(digits)
    if (Math.fround(Number(text)) === value) return numberText(Number(text))
  }
  return numberText(value)
}

function decimalText(unscaled: bigint, type: LogicalTypeOf<'DECIMAL'>): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(type.scale + 1, '0')
  const split = digits.length - type.scale
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, split)}${type.scale === 0 ? '' : `.${digits.slice(split)}`}`
}

function dateText(days: number): string {
  if (days === DATE_INFINITY) return 'infinity'
  if (days === -DATE_INFINITY) return '-infinity'
  return civilDate(BigInt(days))
}

function timeText(value: bigint, unit: TimeUnit, precision: number): string {
  const perSecond = UNITS_PER_SECOND[unit]
  return clockText(value / perSecond, value % perSecond, unit, precision)
}

function timestampText(value: bigint, unit: TimeUnit, type: LogicalType): string {
  if (value === TIMESTAMP_INFINITY) return 'infinity'
  if (value === -TIMESTAMP_INFINITY) return '-infinity'
  const perSecond = UNITS_PER_SECOND[unit]
  const fraction = floorMod(value, perSecond)
  const seconds = (value - fraction) / perSecond
  const ofDay = floorMod(seconds, SECONDS_PER_DAY)
  const zone = type.root === 'TIMESTAMP_WITHOUT_TIME_ZONE' ? '' : 'Z'
  return `${civilDate((seconds - ofDay) / SECONDS_PER_DAY)} ${clockText(ofDay, fraction, unit, precisionOf(type))}${zone}`
}

function clockText(secondOfDay: bigint, fraction: bigint, unit: TimeUnit, precision: number): string {
  const parts = [secondOfDay / 3600n, (secondOfDay / 60n) % 60n, secondOfDay % 60n].map((part) => part.toString().padStart(2, '0'))
  const digits = (fraction * (UNITS_PER_SECOND.ns / UNITS_PER_SECOND[unit])).toString().padStart(9, '0').slice(0, precision)
  return parts.join(':') + (digits === '' ? '' : `.${digits}`)
}

/** Civil date of a day count, for any year, which JavaScript's Date does not reach. */
function civilDate(days: bigint): string {
  const shifted = days + 719_468n
  const dayOfEra = floorMod(shifted, 146_097n)
  const era = (shifted - dayOfEra) / 146_097n
  const yearOfEra = (dayOfEra - dayOfEra / 1_460n + dayOfEra / 36_524n - dayOfEra / 146_096n) / 365n
  const dayOfYear = dayOfEra - (365n * yearOfEra + yearOfEra / 4n - yearOfEra / 100n)
  const shiftedMonth = (5n * dayOfYear + 2n) / 153n
  const day = dayOfYear - (153n * shiftedMonth + 2n) / 5n + 1n
  const month = shiftedMonth < 10n ? shiftedMonth + 3n : shiftedMonth - 9n
  const year = yearOfEra + era * 400n + (month <= 2n ? 1n : 0n)
  const two = (part: bigint) => part.toString().padStart(2, '0')
  return `${year < 0n ? '-' : ''}${(year < 0n ? -year : year).toString().padStart(4, '0')}-${two(month)}-${two(day)}`
}

function monthsText(months: number): string {
  const size = Math.abs(months)
  return `${months < 0 ? '-' : '+'}${Math.floor(size / 12)}-${String(size % 12).padStart(2, '0')}`
}

function durationText(ms: bigint): string {
  const size = ms < 0n ? -ms : ms
  const seconds = size / 1000n
  return `${ms < 0n ? '-' : '+'}${seconds / SECONDS_PER_DAY} ${clockText(seconds % SECONDS_PER_DAY, size % 1000n, 'ms', 3)}`
}

function entryTypes(type: LogicalType): readonly [LogicalType, LogicalType] {
  if (type.root === 'MULTISET') return [type.elementType, { root: 'INTEGER', nullable: false }]
  const { keyType, valueType } = type as LogicalTypeOf<'MAP'>
  return [keyType, valueType]
}

function span(vector: VectorOf<'list' | 'map'>, index: number): readonly number[] {
  return Array.from({ length: vector.sizes[index] as number }, (_, i) => (vector.offsets[index] as number) + i)
}

function precisionOf(type: LogicalType): number {
  return 'precision' in type ? type.precision : 0
}

function floorMod(value: bigint, by: bigint): bigint {
  return ((value % by) + by) % by
}
