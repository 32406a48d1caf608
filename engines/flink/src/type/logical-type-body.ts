import {
  type DayTimeResolution,
  gatewayError,
  type LogicalType,
  type LogicalTypeRoot,
  type RowField,
  type YearMonthResolution,
} from '@sql-gateway/gateway-common'

/**
 * A type as Flink's gateway writes it into the columns of a fetch: the name of its root, whether it is nullable, and the
 * parameters of the root.
 *
 * @see Apache Flink, `LogicalTypeJsonSerializer` of the SQL gateway
 */
export interface LogicalTypeBody {
  readonly type: string
  readonly nullable?: boolean
  readonly length?: number
  readonly precision?: number
  readonly scale?: number
  readonly fractionalPrecision?: number
  readonly resolution?: string
  readonly elementType?: LogicalTypeBody
  readonly keyType?: LogicalTypeBody
  readonly valueType?: LogicalTypeBody
  readonly fields?: readonly RowFieldBody[]
  readonly class?: string
  readonly serializer?: string
}

/** A field of a ROW. */
export interface RowFieldBody {
  readonly name: string
  readonly fieldType: LogicalTypeBody
  readonly description?: string
}

type Parameters = Omit<LogicalTypeBody, 'type' | 'nullable'>

/** How the types of a root are read and written. Total: a root that the type system gains does not compile without its line. */
interface RootCodec {
  readonly read: (body: LogicalTypeBody, nullable: boolean) => LogicalType
  readonly write: (type: LogicalType) => Parameters
}

function codec<R extends LogicalTypeRoot>(
  read: (body: LogicalTypeBody, nullable: boolean) => Extract<LogicalType, { readonly root: R }>,
  write: (type: Extract<LogicalType, { readonly root: R }>) => Parameters,
): RootCodec {
  // The table below calls a line only with types of its root.
  return { read, write: write as (type: LogicalType) => Parameters }
}

/** Roots without parameters. */
export type PlainRoot = 'BOOLEAN' | 'TINYINT' | 'SMALLINT' | 'INTEGER' | 'BIGINT' | 'FLOAT' | 'DOUBLE' | 'DATE' | 'VARIANT' | 'BITMAP'
/** Roots with a length. */
export type LengthRoot = 'CHAR' | 'VARCHAR' | 'BINARY' | 'VARBINARY'
type TimeRoot = 'TIME_WITHOUT_TIME_ZONE' | 'TIMESTAMP_WITHOUT_TIME_ZONE' | 'TIMESTAMP_WITH_TIME_ZONE' | 'TIMESTAMP_WITH_LOCAL_TIME_ZONE'

const plain = (root: PlainRoot) =>
  codec<PlainRoot>(
    (_body, nullable) => ({ root, nullable }),
    () => ({}),
  )
const withLength = (root: LengthRoot) =>
  codec<LengthRoot>(
    ({ length = 0 }, nullable) => ({ root, nullable, length }),
    ({ length }) => ({ length }),
  )
const withPrecision = (root: TimeRoot) =>
  codec<TimeRoot>(
    ({ precision = 0 }, nullable) => ({ root, nullable, precision }),
    ({ precision }) => ({ precision }),
  )
const withElements = (root: 'ARRAY' | 'MULTISET') =>
  codec<'ARRAY' | 'MULTISET'>(
    ({ elementType }, nullable) => ({ root, nullable, elementType: nested(elementType, root) }),
    ({ elementType }) => ({ elementType: logicalTypeBody(elementType) }),
  )

const CODECS: { readonly [R in LogicalTypeRoot]: RootCodec } = {
  BOOLEAN: plain('BOOLEAN'),
  TINYINT: plain('TINYINT'),
  SMALLINT: plain('SMALLINT'),
  INTEGER: plain('INTEGER'),
  BIGINT: plain('BIGINT'),
  FLOAT: plain('FLOAT'),
  DOUBLE: plain('DOUBLE'),
  DATE: plain('DATE'),
  VARIANT: plain('VARIANT'),
  BITMAP: plain('BITMAP'),
  CHAR: withLength('CHAR'),
  VARCHAR: withLength('VARCHAR'),
  BINARY: withLength('BINARY'),
  VARBINARY: withLength('VARBINARY'),
  TIME_WITHOUT_TIME_ZONE: withPrecision('TIME_WITHOUT_TIME_ZONE'),
  TIMESTAMP_WITHOUT_TIME_ZONE: withPrecision('TIMESTAMP_WITHOUT_TIME_ZONE'),
  TIMESTAMP_WITH_TIME_ZONE: withPrecision('TIMESTAMP_WITH_TIME_ZONE'),
  TIMESTAMP_WITH_LOCAL_TIME_ZONE: withPrecision('TIMESTAMP_WITH_LOCAL_TIME_ZONE'),
  DECIMAL: codec<'DECIMAL'>(
    ({ precision = 10, scale = 0 }, nullable) => ({ root: 'DECIMAL', nullable, precision, scale }),
    ({ precision, scale }) => ({ precision, scale }),
  ),
  INTERVAL_YEAR_MONTH: codec<'INTERVAL_YEAR_MONTH'>(
    ({ precision = 2, resolution = 'YEAR_TO_MONTH' }, nullable) => ({
      root: 'INTERVAL_YEAR_MONTH',
      nullable,
      precision,
      resolution: oneOf(YEAR_MONTH_RESOLUTIONS, resolution),
    }),
    ({ precision, resolution }) => ({ precision, resolution }),
  ),
  INTERVAL_DAY_TIME: codec<'INTERVAL_DAY_TIME'>(
    ({ precision = 2, fractionalPrecision = 6, resolution = 'DAY_TO_SECOND' }, nullable) => ({
      root: 'INTERVAL_DAY_TIME',
      nullable,
      precision,
      fractionalPrecision,
      resolution: oneOf(DAY_TIME_RESOLUTIONS, resolution),
    }),
    ({ precision, fractionalPrecision, resolution }) => ({ precision, fractionalPrecision, resolution }),
  ),
  ARRAY: withElements('ARRAY'),
  MULTISET: withElements('MULTISET'),
  MAP: codec<'MAP'>(
    ({ keyType, valueType }, nullable) => ({ root: 'MAP', nullable, keyType: nested(keyType, 'MAP'), valueType: nested(valueType, 'MAP') }),
    ({ keyType, valueType }) => ({ keyType: logicalTypeBody(keyType), valueType: logicalTypeBody(valueType) }),
  ),
  ROW: codec<'ROW'>(
    ({ fields }, nullable) => ({ root: 'ROW', nullable, fields: fieldsOf(fields).map(readField) }),
    ({ fields }) => ({ fields: fields.map(writeField) }),
  ),
  RAW: codec<'RAW'>(
    (body, nullable) => ({ root: 'RAW', nullable, className: body.class ?? '', serializer: body.serializer ?? '' }),
    ({ className, serializer }) => ({ class: className, serializer }),
  ),
  NULL: codec<'NULL'>(
    () => ({ root: 'NULL', nullable: true }),
    () => ({}),
  ),
}

const YEAR_MONTH_RESOLUTIONS: readonly YearMonthResolution[] = ['YEAR', 'MONTH', 'YEAR_TO_MONTH']
const DAY_TIME_RESOLUTIONS: readonly DayTimeResolution[] = [
  'DAY',
  'DAY_TO_HOUR',
  'DAY_TO_MINUTE',
  'DAY_TO_SECOND',
  'HOUR',
  'HOUR_TO_MINUTE',
  'HOUR_TO_SECOND',
  'MINUTE',
  'MINUTE_TO_SECOND',
  'SECOND',
]

/**
 * Reads a type of a fetch's columns.
 *
 * @throws {GatewayError} ENGINE.FAILED — Flink knows a type that this gateway does not
 */
export function readLogicalType(body: LogicalTypeBody): LogicalType {
  const { type, nullable = true } = body
  if (!isRoot(type))
    throw gatewayError('ENGINE.FAILED', `Flink's gateway answered with the type ${type}, which this gateway does not know.`)
  return CODECS[type].read(body, nullable)
}

/** Writes a type as Flink's gateway does; what {@link readLogicalType} reads. */
export function logicalTypeBody(type: LogicalType): LogicalTypeBody {
  if (type.root === 'NULL') return { type: 'NULL' }
  return { type: type.root, nullable: type.nullable, ...CODECS[type.root].write(type) }
}

function isRoot(text: string): text is LogicalTypeRoot {
  return Object.hasOwn(CODECS, text)
}

function nested(body: LogicalTypeBody | undefined, of: string): LogicalType {
  if (typeof body !== 'object' || body === null)
    throw gatewayError('ENGINE.FAILED', `Flink's gateway answered with a type ${of} that lacks what it consists of.`)
  return readLogicalType(body)
}

function fieldsOf(fields: readonly RowFieldBody[] | undefined): readonly RowFieldBody[] {
  if (Array.isArray(fields) && fields.every((field) => typeof field?.name === 'string')) return fields
  throw gatewayError('ENGINE.FAILED', "Flink's gateway answered with a type ROW whose fields are no list of names and types.")
}

function readField({ name, fieldType, description }: RowFieldBody): RowField {
  const type = nested(fieldType, 'ROW')
  return description === undefined ? { name, type } : { name, type, description }
}

function writeField({ name, type, description }: RowField): RowFieldBody {
  const fieldType = logicalTypeBody(type)
  return description === undefined ? { name, fieldType } : { name, fieldType, description }
}

function oneOf<T extends string>(values: readonly T[], text: string): T {
  const found = values.find((value) => value === text)
  if (found === undefined) throw gatewayError('ENGINE.FAILED', `Flink's gateway answered with an interval of the resolution ${text}.`)
  return found
}
