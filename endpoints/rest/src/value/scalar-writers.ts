import { type ColumnVector, INLINE_TEXT_BYTES, type LocalZone, type LogicalTypeOf, type LogicalTypeRoot } from '@sql-gateway/gateway-common'
import type { ByteSink } from './byte-sink.js'
import {
  type DateWriter,
  dateWriter,
  dayOf,
  type FractionWriter,
  infiniteDateWriter,
  secondOfDay,
  writeInfinity,
  writeTimeOfDay,
} from './date-time.js'
import { type DecimalWriter, unscaled128At } from './decimal.js'
import { infinityAt, type SplitTime, splitAt, UNITS_PER_SECOND } from './instant.js'
import { halvesOf, isExact, numberAt, writeInt64, writeInteger } from './integer.js'
import type { TextForm } from './text.js'
import { type ValueWriter, vectorOf } from './value-writer.js'

/** A view of a text: four words, the first of them the length. */
const VIEW_WORDS = 4
const VIEW_BYTES = 16
const LENGTH_BYTES = 4

/** The integers of up to 64 bits. */
export function integerWriter(type: LogicalTypeOf<'TINYINT' | 'SMALLINT' | 'INTEGER' | 'BIGINT'>, vector: ColumnVector): ValueWriter {
  const integers = vectorOf(type.root, vector, 'int8', 'int16', 'int32', 'int64')
  if (integers.layout === 'int64') {
    const { values } = integers
    const halves = halvesOf(values)
    return (sink, index) => writeInt64(sink, values, halves, index)
  }
  const { values } = integers
  return (sink, index) => writeInteger(sink, values[index] as number)
}

/** Decimals, in the form that `write` gives them. */
export function decimalWriter(type: LogicalTypeOf<'DECIMAL'>, vector: ColumnVector, write: DecimalWriter): ValueWriter {
  const { layout, values } = vectorOf(type.root, vector, 'decimal64', 'decimal128')
  if (layout === 'decimal128') return (sink, index) => write(sink, unscaled128At(values, index))
  const halves = halvesOf(values)
  return (sink, index) => {
    const value = numberAt(halves, index)
    write(sink, isExact(value) ? value : (values[index] as bigint))
  }
}

/** Dates as `2024-02-29`. */
export function dateValueWriter(type: LogicalTypeOf<'DATE'>, vector: ColumnVector): ValueWriter {
  const { values } = vectorOf(type.root, vector, 'date32')
  const write = infiniteDateWriter()
  return (sink, index) => write(sink, values[index] as number)
}

/** Times of day as `23:59:59` and a fraction. */
export function timeWriter(type: LogicalTypeOf<'TIME_WITHOUT_TIME_ZONE'>, vector: ColumnVector, fraction: FractionWriter): ValueWriter {
  const { values, unit } = vectorOf(type.root, vector, 'time64')
  const halves = halvesOf(values)
  const unitsPerSecond = UNITS_PER_SECOND[unit]
  const split: SplitTime = { seconds: 0, nanos: 0 }
  return (sink, index) => {
    splitAt(halves, index, unitsPerSecond, split)
    writeTimeOfDay(sink, split.seconds, split.nanos, fraction)
  }
}

/** How the timestamps of a column look. */
export interface TimestampForm {
  /** Between date and time: the code of `T` or of a blank. */
  readonly separator: number
  writeTime(sink: ByteSink, secondOfDay: number, nanos: number): void
  /** Set where instants are to be moved into a zone. */
  readonly zone?: LocalZone
  /** The code of a character behind everything, such as `Z`. */
  readonly suffix?: number
}

/** A form whose times are `23:59:59` and a fraction. */
export function timestampForm(separator: number, fraction: FractionWriter): TimestampForm {
  return { separator, writeTime: (sink, second, nanos) => writeTimeOfDay(sink, second, nanos, fraction) }
}

/** The types of timestamps. */
export type TimestampRoot = Extract<LogicalTypeRoot, `TIMESTAMP_${string}`>

/** Timestamps in a form. */
export function timestampWriter(root: TimestampRoot, vector: ColumnVector, form: TimestampForm): ValueWriter {
  const { values, unit } = vectorOf(root, vector, 'timestamp64')
  const halves = halvesOf(values)
  const unitsPerSecond = UNITS_PER_SECOND[unit]
  const split: SplitTime = { seconds: 0, nanos: 0 }
  const writeDate: DateWriter = dateWriter()
  const { separator, zone, suffix } = form
  return (sink, index) => {
    const infinity = infinityAt(halves, index)
    if (infinity !== 0) return writeInfinity(sink, infinity)
    splitAt(halves, index, unitsPerSecond, split)
    const seconds = zone === undefined ? split.seconds : split.seconds + zone.offsetAt(split.seconds)
    const days = dayOf(seconds)
    writeDate(sink, days)
    sink.ensure(1)
    sink.bytes[sink.position++] = separator
    form.writeTime(sink, secondOfDay(seconds, days), split.nanos)
    if (suffix === undefined) return
    sink.ensure(1)
    sink.bytes[sink.position++] = suffix
  }
}

/** Milliseconds of day-time intervals. */
export function durationWriter(vector: ColumnVector, write: (sink: ByteSink, milliseconds: number) => void): ValueWriter {
  const { values } = vectorOf('INTERVAL_DAY_TIME', vector, 'duration64')
  const halves = halvesOf(values)
  return (sink, index) => write(sink, numberAt(halves, index))
}

/** Months of year-month intervals. */
export function monthsWriter(vector: ColumnVector, write: (sink: ByteSink, months: number) => void): ValueWriter {
  const { values } = vectorOf('INTERVAL_YEAR_MONTH', vector, 'interval32')
  return (sink, index) => write(sink, values[index] as number)
}

/** Single- and double-precision numbers; those that are not finite by a writer of their own. */
export function floatingWriter(
  type: LogicalTypeOf<'FLOAT' | 'DOUBLE'>,
  vector: ColumnVector,
  writeFinite: (sink: ByteSink, value: number) => void,
  writeOther: (sink: ByteSink, value: number) => void,
): ValueWriter {
  const { values } = vectorOf(type.root, vector, 'float32', 'float64')
  return (sink, index) => {
    const value = values[index] as number
    if (Number.isFinite(value)) writeFinite(sink, value)
    else writeOther(sink, value)
  }
}

/** Texts. */
export function textWriter(root: LogicalTypeRoot, vector: ColumnVector, { writeText, writeUtf8 }: TextForm): ValueWriter {
  const texts = vectorOf(root, vector, 'utf8', 'utf8view')
  if (texts.layout === 'utf8') {
    const { values } = texts
    return (sink, index) => writeText(sink, values[index] as string)
  }
  const { views, buffers } = texts
  const inline = new Uint8Array(views.buffer, views.byteOffset, views.byteLength)
  return (sink, index) => {
    const view = index * VIEW_WORDS
    const size = views[view] as number
    if (size <= INLINE_TEXT_BYTES) {
      const start = index * VIEW_BYTES + LENGTH_BYTES
      writeUtf8(sink, inline, start, start + size)
    } else {
      const start = views[view + 3] as number
      writeUtf8(sink, buffers[views[view + 2] as number] as Uint8Array, start, start + size)
    }
  }
}

/** Byte arrays. */
export function binaryWriter(root: LogicalTypeRoot, vector: ColumnVector, write: (sink: ByteSink, bytes: Uint8Array) => void): ValueWriter {
  const { values } = vectorOf(root, vector, 'binary')
  return (sink, index) => write(sink, values[index] as Uint8Array)
}
