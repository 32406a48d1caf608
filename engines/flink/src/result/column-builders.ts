import { type ColumnVector, gatewayError, type LogicalType, type LogicalTypeRoot, UNBOUNDED_LENGTH } from '@sql-gateway/gateway-common'
import { parseDate } from './calendar-text.js'
import type { ColumnBuilder, ScalarBuilder } from './column-builder.js'
import { decimalBuilder } from './decimal-builder.js'
import { wholeNumber } from './int64.js'
import { parseMonths, pushMilliseconds } from './interval-text.js'
import { listBuilder, mapBuilder, nestedTextBuilder, structBuilder, tupleBuilder } from './nested-builders.js'
import { bigintBuilder, binaryBuilder, int64Builder, nullBuilder, numberBuilder, textBuilder, type VectorBase } from './scalar-builders.js'
import { timeBuilder, timestampBuilder, type ZoneOffset } from './time-builders.js'

/**
 * How Flink's gateway writes values: `JSON`, or all as text. JSON keeps what nested values consist of, but Flink cannot write
 * every type with it.
 */
export type RowFormat = 'JSON' | 'PLAIN_TEXT'

/** What the values of a result are read with. */
export interface ReadingContext {
  readonly format: RowFormat
  /** Of the session's time zone; absent means UTC. */
  readonly offset?: ZoneOffset
}

type MakeBuilder<R extends LogicalTypeRoot> = (type: Extract<LogicalType, { readonly root: R }>, context: ReadingContext) => ColumnBuilder

/** Whole numbers of so many bits. */
const integer =
  <A extends Int8Array | Int16Array | Int32Array>(bits: 8 | 16 | 32, make: (length: number) => A) =>
  () => {
    const end = 2 ** (bits - 1)
    const vector = (values: A, base: VectorBase) => ({ layout: `int${bits}`, values, ...base }) as ColumnVector
    return numberBuilder(make, (value) => wholeNumber(value, -end, end - 1), vector)
  }
const text = () => textBuilder()
const bytes = (_type: LogicalType, { format }: ReadingContext) => binaryBuilder(format === 'JSON' ? fromBase64 : fromHex)

/** How values of each type are read. Total: a root that the type system gains does not compile without its line. */
const BUILDERS: { readonly [R in LogicalTypeRoot]: MakeBuilder<R> } = {
  BOOLEAN: () =>
    numberBuilder(
      (length) => new Uint8Array(length),
      parseBoolean,
      (values, base) => ({ layout: 'bool', values, ...base }),
    ),
  TINYINT: integer(8, (length) => new Int8Array(length)),
  SMALLINT: integer(16, (length) => new Int16Array(length)),
  INTEGER: integer(32, (length) => new Int32Array(length)),
  BIGINT: () => bigintBuilder(),
  FLOAT: () =>
    numberBuilder(
      (length) => new Float32Array(length),
      parseFloating,
      (values, base) => ({ layout: 'float32', values, ...base }),
    ),
  DOUBLE: () =>
    numberBuilder(
      (length) => new Float64Array(length),
      parseFloating,
      (values, base) => ({ layout: 'float64', values, ...base }),
    ),
  DECIMAL: ({ precision, scale }) => decimalBuilder(precision, scale),
  CHAR: text,
  VARCHAR: text,
  BINARY: bytes,
  VARBINARY: bytes,
  DATE: () =>
    numberBuilder(
      (length) => new Int32Array(length),
      parseDate,
      (values, base) => ({ layout: 'date32', values, ...base }),
    ),
  TIME_WITHOUT_TIME_ZONE: ({ precision }) => timeBuilder(precision),
  TIMESTAMP_WITHOUT_TIME_ZONE: ({ precision }) => timestampBuilder(precision),
  TIMESTAMP_WITH_TIME_ZONE: ({ precision }) => timestampBuilder(precision),
  TIMESTAMP_WITH_LOCAL_TIME_ZONE: ({ precision }, { offset }) => timestampBuilder(precision, offset),
  INTERVAL_YEAR_MONTH: () =>
    numberBuilder(
      (length) => new Int32Array(length),
      parseMonths,
      (values, base) => ({ layout: 'interval32', values, ...base }),
    ),
  INTERVAL_DAY_TIME: () => int64Builder(pushMilliseconds, (values, base) => ({ layout: 'duration64', values, ...base })),
  ARRAY: ({ elementType }, context) => listBuilder(createColumnBuilder(elementType, context)),
  MAP: ({ keyType, valueType }, context) => mapBuilder(keyBuilder(keyType, context), createColumnBuilder(valueType, context)),
  MULTISET: ({ elementType }, context) =>
    mapBuilder(keyBuilder(elementType, withinRow(context)), integer(32, (length) => new Int32Array(length))()),
  ROW: ({ fields }, context) => {
    const children = fields.map(({ type }) => createColumnBuilder(type, withinRow(context)))
    const names = fields.map(({ name }) => name)
    return context.format === 'JSON' ? structBuilder(names, children) : tupleBuilder(children)
  },
  VARIANT: text,
  BITMAP: bytes,
  RAW: bytes,
  NULL: () => nullBuilder(),
}

/** Types whose text may hold anything, and those whose text is for people alone. Within others they have no quotes. */
const TEXTS: ReadonlySet<LogicalTypeRoot> = new Set(['CHAR', 'VARCHAR', 'VARIANT'])
const FOR_PEOPLE: ReadonlySet<LogicalTypeRoot> = new Set(['RAW', 'BITMAP', 'TIMESTAMP_WITH_TIME_ZONE'])

/** Whether the text of a nested value tells it. */
function isPlainWithin(type: LogicalType): boolean {
  if (type.root === 'ARRAY') return isPlainWithin(type.elementType)
  if (type.root === 'ROW') return type.fields.every((field) => isPlainWithin(field.type))
  if (type.root === 'MAP') return isPlainKey(type.keyType) && isPlainWithin(type.valueType)
  if (type.root === 'MULTISET') return isPlainKey(type.elementType)
  return !TEXTS.has(type.root) && !FOR_PEOPLE.has(type.root)
}

function isPlainKey(type: LogicalType): boolean {
  return !isNested(type) && isPlainWithin(type)
}

function isNested({ root }: LogicalType): boolean {
  return root === 'ARRAY' || root === 'MAP' || root === 'MULTISET' || root === 'ROW'
}

/**
 * The type that a column of a result is given: its own, save for values of which only a text for people can be had; those
 * are STRING.
 */
export function deliveredType(type: LogicalType, format: RowFormat): LogicalType {
  if (format === 'JSON' || TEXTS.has(type.root) || isPlainWithin(type)) return type
  return { root: 'VARCHAR', nullable: type.nullable, length: UNBOUNDED_LENGTH }
}

/** Makes the builder of a column of a type that {@link deliveredType} gives. */
export function createTopBuilder(type: LogicalType, context: ReadingContext): ColumnBuilder {
  const builder = createColumnBuilder(type, context)
  return context.format === 'PLAIN_TEXT' && isNested(type) ? nestedTextBuilder(builder) : builder
}

function createColumnBuilder(type: LogicalType, context: ReadingContext): ColumnBuilder {
  const make = BUILDERS[type.root] as MakeBuilder<LogicalTypeRoot>
  return make(type, context)
}

/** Within MULTISET and ROW Flink writes instants in UTC, but in JSON alone. */
function withinRow({ format, ...context }: ReadingContext): ReadingContext {
  return format === 'JSON' ? { format } : { format, ...context }
}

/** Keys of an object in JSON are text, of whatever type they are. */
function keyBuilder(type: LogicalType, context: ReadingContext): ScalarBuilder {
  const builder = createColumnBuilder(type, context)
  return 'add' in builder ? (builder as ScalarBuilder) : textBuilder()
}

function fromBase64(value: string): Uint8Array {
  return Buffer.from(value, 'base64')
}

/** `x'0aff'`. */
function fromHex(value: string): Uint8Array {
  return Buffer.from(value.slice(2, -1), 'hex')
}

/** `true` in JSON, `TRUE` in text. */
function parseBoolean(value: string): number {
  if (value === 'true' || value === 'TRUE') return 1
  if (value === 'false' || value === 'FALSE') return 0
  throw notAValue(value, 'booleans')
}

function parseFloating(value: string): number {
  const number = Number(value)
  if (value === '' || (Number.isNaN(number) && value !== 'NaN')) throw notAValue(value, 'floating-point numbers')
  return number
}

function notAValue(value: string, of: string): Error {
  return gatewayError('ENGINE.FAILED', `Flink's gateway answered with '${value.slice(0, 60)}' in a column of ${of}.`)
}
