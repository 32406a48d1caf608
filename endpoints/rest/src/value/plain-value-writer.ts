import type { ColumnVector, LogicalType, LogicalTypeOf, LogicalTypeRoot } from '@sql-gateway/gateway-common'
import type { ByteSink } from './byte-sink.js'
import { fixedFraction, upToFraction, writeJavaTimeOfDay } from './date-time.js'
import { plainDecimalWriter } from './decimal.js'
import { writeDouble, writeFloat } from './floating-point.js'
import { isExact, writeInteger } from './integer.js'
import { writeDayTime, writeYearMonth } from './interval.js'
import {
  binaryWriter,
  dateValueWriter,
  decimalWriter,
  durationWriter,
  floatingWriter,
  integerWriter,
  monthsWriter,
  type TimestampForm,
  textWriter,
  timestampForm,
  timestampWriter,
  timeWriter,
} from './scalar-writers.js'
import { ESCAPED, writeAscii, writeCode } from './text.js'
import { nullable, type ValueWriter, vectorOf, type WriteContext } from './value-writer.js'

const BLANK = 32
const LETTER_T = 84
const SQUARE = '[]'
const CURLY = '{}'
const ROUND = '()'

type WriterFactory<R extends LogicalTypeRoot> = (type: LogicalTypeOf<R>, vector: ColumnVector, context: WriteContext) => ValueWriter
type Factories = { readonly [R in LogicalTypeRoot]: WriterFactory<R> }

/** Makes the writer of values as text, for the inside of a JSON string. Nulls inside of collections are `NULL`. */
export type TextWriterFactory = (type: LogicalType, vector: ColumnVector, context: WriteContext) => ValueWriter

/**
 * How a query's values look in row format PLAIN_TEXT, as Flink casts them to text for printing.
 *
 * @see Apache Flink, `RowDataToStringConverterImpl` and the `…ToStringCastRule`s
 */
export const plainTextWriter: TextWriterFactory = (type, vector, context) => writerOf(QUERY_FACTORIES, type, vector, context)

/**
 * How the values of other statements look in row format PLAIN_TEXT, where Flink takes Java's `toString`: timestamps
 * in ISO form and in UTC, intervals as a bare number.
 *
 * @see Apache Flink, `StaticResultProvider`
 */
export const simpleTextWriter: TextWriterFactory = (type, vector, context) => writerOf(SIMPLE_FACTORIES, type, vector, context)

function writerOf(factories: Factories, type: LogicalType, vector: ColumnVector, context: WriteContext): ValueWriter {
  if (vector.layout === 'null') return writeNestedNull
  const factory = factories[type.root] as WriterFactory<LogicalTypeRoot>
  return nullable(vector, writeNestedNull, factory(type as LogicalTypeOf<LogicalTypeRoot>, vector, context))
}

function writeNestedNull(sink: ByteSink): void {
  writeAscii(sink, 'NULL')
}

const QUERY_FACTORIES = factoriesOf(plainTextWriter, {
  TIMESTAMP_WITHOUT_TIME_ZONE: (type, vector) => timestampWriter(type.root, vector, sqlForm(type.precision)),
  TIMESTAMP_WITH_TIME_ZONE: (type, vector) => timestampWriter(type.root, vector, sqlForm(type.precision)),
  TIMESTAMP_WITH_LOCAL_TIME_ZONE: (type, vector, { zone }) => timestampWriter(type.root, vector, { ...sqlForm(type.precision), zone }),
  INTERVAL_YEAR_MONTH: (_type, vector) => monthsWriter(vector, writeYearMonth),
  INTERVAL_DAY_TIME: (_type, vector) => durationWriter(vector, writeDayTime),
})

const SIMPLE_FACTORIES = factoriesOf(simpleTextWriter, {
  TIMESTAMP_WITHOUT_TIME_ZONE: (type, vector) => timestampWriter(type.root, vector, JAVA_FORM),
  TIMESTAMP_WITH_TIME_ZONE: (type, vector) => timestampWriter(type.root, vector, JAVA_FORM),
  TIMESTAMP_WITH_LOCAL_TIME_ZONE: (type, vector) => timestampWriter(type.root, vector, JAVA_FORM),
  INTERVAL_YEAR_MONTH: (_type, vector) => monthsWriter(vector, writeInteger),
  INTERVAL_DAY_TIME: (_type, vector) => durationWriter(vector, writeMilliseconds),
})

const JAVA_FORM: TimestampForm = { separator: LETTER_T, writeTime: writeJavaTimeOfDay }
const COUNT_TYPE: LogicalType = { root: 'INTEGER', nullable: false }

type VaryingRoot = Extract<LogicalTypeRoot, `TIMESTAMP_${string}` | `INTERVAL_${string}`>

/** The two ways of writing text differ in times only. */
function factoriesOf(nested: TextWriterFactory, varying: Pick<Factories, VaryingRoot>): Factories {
  return {
    ...varying,
    BOOLEAN: (type, vector) => {
      const { values } = vectorOf(type.root, vector, 'bool')
      return (sink, index) => writeAscii(sink, values[index] === 0 ? 'FALSE' : 'TRUE')
    },
    TINYINT: integerWriter,
    SMALLINT: integerWriter,
    INTEGER: integerWriter,
    BIGINT: integerWriter,
    FLOAT: (type, vector) => floatingWriter(type, vector, writeFloat, writeJavaNumber),
    DOUBLE: (type, vector) => floatingWriter(type, vector, writeDouble, writeJavaNumber),
    DECIMAL: (type, vector) => decimalWriter(type, vector, plainDecimalWriter(type.scale)),
    CHAR: (type, vector) => textWriter(type.root, vector, ESCAPED),
    VARCHAR: (type, vector) => textWriter(type.root, vector, ESCAPED),
    VARIANT: (type, vector) => textWriter(type.root, vector, ESCAPED),
    BINARY: (type, vector) => binaryWriter(type.root, vector, writeHex),
    VARBINARY: (type, vector) => binaryWriter(type.root, vector, writeHex),
    BITMAP: (type, vector) => binaryWriter(type.root, vector, writeHex),
    RAW: (type, vector) => binaryWriter(type.root, vector, writeHex),
    DATE: dateValueWriter,
    TIME_WITHOUT_TIME_ZONE: (type, vector) => timeWriter(type, vector, upToFraction(type.precision)),
    ARRAY: (type, vector, context) => {
      const { offsets, sizes, elements } = vectorOf(type.root, vector, 'list')
      return sequenceWriter(SQUARE, offsets, sizes, nested(type.elementType, elements, context))
    },
    MULTISET: (type, vector, context) => mapWriter(nested, type.elementType, COUNT_TYPE, vector, context),
    MAP: (type, vector, context) => mapWriter(nested, type.keyType, type.valueType, vector, context),
    ROW: (type, vector, context) => {
      const { children } = vectorOf(type.root, vector, 'struct')
      const writers = type.fields.map((field, i) => nested(field.type, children[i] as ColumnVector, context))
      return (sink, index) => writeSequence(sink, ROUND, 0, writers.length, (part, i) => (writers[i] as ValueWriter)(part, index))
    },
    NULL: () => writeNestedNull,
  }
}

function sqlForm(precision: number): TimestampForm {
  return timestampForm(BLANK, fixedFraction(precision))
}

function mapWriter(
  nested: TextWriterFactory,
  keyType: LogicalType,
  valueType: LogicalType,
  vector: ColumnVector,
  context: WriteContext,
): ValueWriter {
  const { offsets, sizes, keys, entries } = vectorOf('MAP', vector, 'map')
  const writeKey = nested(keyType, keys, context)
  const writeValue = nested(valueType, entries, context)
  return sequenceWriter(CURLY, offsets, sizes, (sink, i) => {
    writeKey(sink, i)
    writeAscii(sink, '=')
    writeValue(sink, i)
  })
}

function sequenceWriter(brackets: string, offsets: Int32Array, sizes: Int32Array, write: ValueWriter): ValueWriter {
  return (sink, index) => {
    const start = offsets[index] as number
    writeSequence(sink, brackets, start, start + (sizes[index] as number), write)
  }
}

function writeSequence(sink: ByteSink, brackets: string, start: number, end: number, write: ValueWriter): void {
  writeCode(sink, brackets.charCodeAt(0))
  for (let i = start; i < end; i++) {
    if (i > start) writeAscii(sink, ', ')
    write(sink, i)
  }
  writeCode(sink, brackets.charCodeAt(1))
}

/** JavaScript spells NaN and the infinities as Java does. */
function writeJavaNumber(sink: ByteSink, value: number): void {
  writeAscii(sink, String(value))
}

function writeMilliseconds(sink: ByteSink, value: number): void {
  if (isExact(value)) writeInteger(sink, value)
  else writeAscii(sink, BigInt(value).toString())
}

function writeHex(sink: ByteSink, bytes: Uint8Array): void {
  writeAscii(sink, `x'${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}'`)
}
