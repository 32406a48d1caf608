import type { ColumnVector, LogicalType, LogicalTypeOf, LogicalTypeRoot } from '@sql-gateway/gateway-common'
import type { ByteSink } from './byte-sink.js'
import { shortestFraction } from './date-time.js'
import { plainDecimalWriter, strippedDecimalWriter } from './decimal.js'
import { writeDouble, writeFloat } from './floating-point.js'
import { isExact, writeInteger } from './integer.js'
import { plainTextWriter } from './plain-value-writer.js'
import {
  binaryWriter,
  dateValueWriter,
  decimalWriter,
  durationWriter,
  floatingWriter,
  integerWriter,
  monthsWriter,
  textWriter,
  timestampForm,
  timestampWriter,
  timeWriter,
} from './scalar-writers.js'
import { QUOTED, writeAscii, writeCode, writeRaw } from './text.js'
import { nullable, type ValueWriter, vectorOf, type WriteContext } from './value-writer.js'

const QUOTE = 34
const COMMA = 44
const COLON = 58
const LETTER_T = 84
const LETTER_Z = 90
const OPEN_ARRAY = 91
const CLOSE_ARRAY = 93
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125

/** Writes JSON's `null`. */
export function writeJsonNull(sink: ByteSink): void {
  writeAscii(sink, 'null')
}

/**
 * Makes the writer of a column's values in row format JSON.
 *
 * @see Apache Flink, `RowDataToJsonConverters` with ISO-8601 timestamps
 */
export function jsonValueWriter(type: LogicalType, vector: ColumnVector, context: WriteContext): ValueWriter {
  if (vector.layout === 'null') return writeJsonNull
  const factory = FACTORIES[type.root] as WriterFactory<LogicalTypeRoot>
  return nullable(vector, writeJsonNull, factory(type as LogicalTypeOf<LogicalTypeRoot>, vector, context))
}

type WriterFactory<R extends LogicalTypeRoot> = (type: LogicalTypeOf<R>, vector: ColumnVector, context: WriteContext) => ValueWriter

const FACTORIES: { readonly [R in LogicalTypeRoot]: WriterFactory<R> } = {
  BOOLEAN: (type, vector) => {
    const { values } = vectorOf(type.root, vector, 'bool')
    return (sink, index) => writeAscii(sink, values[index] === 0 ? 'false' : 'true')
  },
  TINYINT: integerWriter,
  SMALLINT: integerWriter,
  INTEGER: integerWriter,
  BIGINT: integerWriter,
  FLOAT: (type, vector) => floatingWriter(type, vector, writeFloat, writeQuotedNumber),
  DOUBLE: (type, vector) => floatingWriter(type, vector, writeDouble, writeQuotedNumber),
  DECIMAL: (type, vector, { decimalForm }) =>
    decimalForm === 'number'
      ? decimalWriter(type, vector, strippedDecimalWriter(type.scale))
      : quoted(decimalWriter(type, vector, plainDecimalWriter(type.scale))),
  CHAR: (type, vector) => textWriter(type.root, vector, QUOTED),
  VARCHAR: (type, vector) => textWriter(type.root, vector, QUOTED),
  VARIANT: (type, vector) => textWriter(type.root, vector, QUOTED),
  BINARY: (type, vector) => binaryWriter(type.root, vector, writeBase64),
  VARBINARY: (type, vector) => binaryWriter(type.root, vector, writeBase64),
  BITMAP: (type, vector) => binaryWriter(type.root, vector, writeBase64),
  RAW: (type, vector) => binaryWriter(type.root, vector, writeBase64),
  DATE: (type, vector) => quoted(dateValueWriter(type, vector)),
  TIME_WITHOUT_TIME_ZONE: (type, vector) => quoted(timeWriter(type, vector, shortestFraction)),
  TIMESTAMP_WITHOUT_TIME_ZONE: (type, vector) => quoted(timestampWriter(type.root, vector, ISO_FORM)),
  TIMESTAMP_WITH_TIME_ZONE: (type, vector) => quoted(timestampWriter(type.root, vector, UTC_FORM)),
  // The letter Z says UTC, though the clock is the session's: Flink's clients count on it.
  TIMESTAMP_WITH_LOCAL_TIME_ZONE: (type, vector, { zone, isZoned }) =>
    quoted(timestampWriter(type.root, vector, isZoned ? { ...UTC_FORM, zone } : UTC_FORM)),
  INTERVAL_YEAR_MONTH: (_type, vector) => monthsWriter(vector, writeInteger),
  INTERVAL_DAY_TIME: (_type, vector) => durationWriter(vector, writeMilliseconds),
  ARRAY: arrayWriter,
  MULTISET: (type, vector, context) => mapWriter(type.root, type.elementType, COUNT_TYPE, vector, { ...context, isZoned: false }),
  MAP: (type, vector, context) => mapWriter(type.root, type.keyType, type.valueType, vector, context),
  ROW: rowWriter,
  NULL: () => writeJsonNull,
}

const ISO_FORM = timestampForm(LETTER_T, shortestFraction)
const UTC_FORM = { ...ISO_FORM, suffix: LETTER_Z }
const COUNT_TYPE: LogicalType = { root: 'INTEGER', nullable: false }

function quoted(write: ValueWriter): ValueWriter {
  return (sink, index) => {
    writeCode(sink, QUOTE)
    write(sink, index)
    writeCode(sink, QUOTE)
  }
}

/** NaN and the infinities, which JSON's numbers lack. */
function writeQuotedNumber(sink: ByteSink, value: number): void {
  writeAscii(sink, `"${value}"`)
}

function writeMilliseconds(sink: ByteSink, value: number): void {
  if (isExact(value)) writeInteger(sink, value)
  else writeAscii(sink, BigInt(value).toString())
}

function writeBase64(sink: ByteSink, bytes: Uint8Array): void {
  writeRaw(sink, `"${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')}"`)
}

function arrayWriter(type: LogicalTypeOf<'ARRAY'>, vector: ColumnVector, context: WriteContext): ValueWriter {
  const { offsets, sizes, elements } = vectorOf(type.root, vector, 'list')
  const write = jsonValueWriter(type.elementType, elements, context)
  return (sink, index) => {
    const start = offsets[index] as number
    const end = start + (sizes[index] as number)
    writeCode(sink, OPEN_ARRAY)
    for (let i = start; i < end; i++) {
      if (i > start) writeCode(sink, COMMA)
      write(sink, i)
    }
    writeCode(sink, CLOSE_ARRAY)
  }
}

/** The name of a null key, which a MULTISET may have. */
function writeNullName(sink: ByteSink): void {
  writeAscii(sink, '"null"')
}

/** A key that is no text is written as row format PLAIN_TEXT would print it, since the names of a JSON object are text. */
function mapWriter(
  root: 'MAP' | 'MULTISET',
  keyType: LogicalType,
  valueType: LogicalType,
  vector: ColumnVector,
  context: WriteContext,
): ValueWriter {
  const { offsets, sizes, keys, entries } = vectorOf(root, vector, 'map')
  const isText = keyType.root === 'CHAR' || keyType.root === 'VARCHAR'
  const writeKey = nullable(
    keys,
    writeNullName,
    isText ? jsonValueWriter(keyType, keys, context) : quoted(plainTextWriter(keyType, keys, context)),
  )
  const writeValue = jsonValueWriter(valueType, entries, context)
  return (sink, index) => {
    const start = offsets[index] as number
    const end = start + (sizes[index] as number)
    writeCode(sink, OPEN_OBJECT)
    for (let i = start; i < end; i++) {
      if (i > start) writeCode(sink, COMMA)
      writeKey(sink, i)
      writeCode(sink, COLON)
      writeValue(sink, i)
    }
    writeCode(sink, CLOSE_OBJECT)
  }
}

/** Flink moves no instant inside a ROW into the session's zone. */
function rowWriter(type: LogicalTypeOf<'ROW'>, vector: ColumnVector, context: WriteContext): ValueWriter {
  const { children } = vectorOf(type.root, vector, 'struct')
  const inner = { ...context, isZoned: false }
  const names = type.fields.map(({ name }, i) => `${i === 0 ? '' : ','}${JSON.stringify(name)}:`)
  const writers = type.fields.map((field, i) => jsonValueWriter(field.type, children[i] as ColumnVector, inner))
  return (sink, index) => {
    writeCode(sink, OPEN_OBJECT)
    for (let i = 0; i < writers.length; i++) {
      writeRaw(sink, names[i] as string)
      const write = writers[i] as ValueWriter
      write(sink, index)
    }
    writeCode(sink, CLOSE_OBJECT)
  }
}
