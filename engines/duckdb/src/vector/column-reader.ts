import { type DuckDBType, DuckDBTypeId } from '@duckdb/node-api'
import { type ColumnVector, type LogicalType, STRING_TYPE, UNBOUNDED_LENGTH } from '@sql-gateway/gateway-common'
import { arrayOpener, listOpener, mapOpener, structOpener } from './nested-vectors.js'
import {
  decimalReader,
  hugeReader,
  readBool,
  readDate,
  readFloat32,
  readFloat64,
  readInt8,
  readInt16,
  readInt32,
  readInt64,
  readNull,
  readUint8,
  readUint16,
  readUint32,
  readUint64,
  timeReader,
  timestampReader,
} from './number-vectors.js'
import { type ColumnOpener, slotsOnly, type VectorReader } from './raw-vector.js'
import { enumOpener, openBignum, openBit, openInterval, openTimeTz, openUuid } from './rendered-vectors.js'
import { openBlob, openVarchar } from './text-vectors.js'

/** A type of the gateway, and how its values are read. */
export interface ColumnReader {
  readonly type: LogicalType
  readonly open: ColumnOpener
}

/** Makes the reader of a type; `column` is for texts of errors. */
type ReaderRule = (type: DuckDBType, column: string) => ColumnReader

/** Narrows a type by its id, which the table below has looked up. */
type TypeWithId<Id extends DuckDBTypeId> = Extract<DuckDBType, { readonly typeId: Id }>

function fixed(type: LogicalType, read: VectorReader<ColumnVector>): ReaderRule {
  return far(type, slotsOnly(read))
}

function far(type: LogicalType, open: ColumnOpener): ReaderRule {
  const reader = { type, open }
  return () => reader
}

function ofType<Id extends DuckDBTypeId>(_: Id, rule: (type: TypeWithId<Id>, column: string) => ColumnReader): ReaderRule {
  return (type, column) => rule(type as TypeWithId<Id>, column)
}

function decimal(precision: number, scale = 0): LogicalType {
  return { root: 'DECIMAL', nullable: true, precision, scale }
}

function time(precision: number): LogicalType {
  return { root: 'TIME_WITHOUT_TIME_ZONE', nullable: true, precision }
}

function timestamp(precision: number): LogicalType {
  return { root: 'TIMESTAMP_WITHOUT_TIME_ZONE', nullable: true, precision }
}

/** Types that no column of a result has, and those that a statement casts to VARCHAR before they get here. */
function unreadable(what: string): ReaderRule {
  return (_, column) => {
    throw new TypeError(`${what} in column '${column}' is not read directly`)
  }
}

const T = DuckDBTypeId

/**
 * How each type of DuckDB becomes one of the gateway's. Unsigned integers go into the next larger type; what the
 * gateway has no type for becomes text, the same as DuckDB's own cast to VARCHAR.
 *
 * @see DuckDB documentation, "Data Types"
 */
const READERS: Readonly<Record<DuckDBTypeId, ReaderRule>> = {
  [T.BOOLEAN]: fixed({ root: 'BOOLEAN', nullable: true }, readBool),
  [T.TINYINT]: fixed({ root: 'TINYINT', nullable: true }, readInt8),
  [T.SMALLINT]: fixed({ root: 'SMALLINT', nullable: true }, readInt16),
  [T.INTEGER]: fixed({ root: 'INTEGER', nullable: true }, readInt32),
  [T.BIGINT]: fixed({ root: 'BIGINT', nullable: true }, readInt64),
  [T.HUGEINT]: (_, column) => ({ type: decimal(38), open: slotsOnly(hugeReader(column, true)) }),
  [T.UTINYINT]: fixed({ root: 'SMALLINT', nullable: true }, readUint8),
  [T.USMALLINT]: fixed({ root: 'INTEGER', nullable: true }, readUint16),
  [T.UINTEGER]: fixed({ root: 'BIGINT', nullable: true }, readUint32),
  [T.UBIGINT]: fixed(decimal(20), readUint64),
  [T.UHUGEINT]: (_, column) => ({ type: decimal(38), open: slotsOnly(hugeReader(column, false)) }),
  [T.BIGNUM]: far(STRING_TYPE, openBignum),
  [T.FLOAT]: fixed({ root: 'FLOAT', nullable: true }, readFloat32),
  [T.DOUBLE]: fixed({ root: 'DOUBLE', nullable: true }, readFloat64),
  [T.DECIMAL]: ofType(T.DECIMAL, ({ width, scale }) => ({ type: decimal(width, scale), open: slotsOnly(decimalReader(width)) })),
  [T.VARCHAR]: far(STRING_TYPE, openVarchar),
  [T.BLOB]: far({ root: 'VARBINARY', nullable: true, length: UNBOUNDED_LENGTH }, openBlob),
  [T.BIT]: far(STRING_TYPE, openBit),
  [T.UUID]: far(STRING_TYPE, openUuid),
  [T.ENUM]: ofType(T.ENUM, ({ values }) => ({ type: STRING_TYPE, open: enumOpener(values) })),
  [T.DATE]: fixed({ root: 'DATE', nullable: true }, readDate),
  [T.TIME]: fixed(time(6), timeReader('us')),
  [T.TIME_NS]: fixed(time(9), timeReader('ns')),
  [T.TIME_TZ]: far(STRING_TYPE, openTimeTz),
  [T.TIMESTAMP_S]: fixed(timestamp(0), timestampReader('s')),
  [T.TIMESTAMP_MS]: fixed(timestamp(3), timestampReader('ms')),
  [T.TIMESTAMP]: fixed(timestamp(6), timestampReader('us')),
  [T.TIMESTAMP_NS]: fixed(timestamp(9), timestampReader('ns')),
  [T.TIMESTAMP_TZ]: fixed({ root: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', nullable: true, precision: 6 }, timestampReader('us')),
  [T.INTERVAL]: far(STRING_TYPE, openInterval),
  [T.LIST]: ofType(T.LIST, ({ valueType }, column) => arrayOf(readerOf(valueType, column), listOpener)),
  [T.ARRAY]: ofType(T.ARRAY, ({ valueType, length }, column) => arrayOf(readerOf(valueType, column), (open) => arrayOpener(open, length))),
  [T.STRUCT]: ofType(T.STRUCT, ({ entryNames, entryTypes }, column) => {
    const fields = entryTypes.map((type) => readerOf(type, column))
    return {
      type: { root: 'ROW', nullable: true, fields: fields.map(({ type }, i) => ({ name: fieldName(entryNames[i], i), type })) },
      open: structOpener(fields.map(({ open }) => open)),
    }
  }),
  [T.MAP]: ofType(T.MAP, ({ keyType, valueType }, column) => {
    const key = readerOf(keyType, column)
    const value = readerOf(valueType, column)
    return { type: { root: 'MAP', nullable: true, keyType: key.type, valueType: value.type }, open: mapOpener(key.open, value.open) }
  }),
  [T.SQLNULL]: fixed({ root: 'NULL', nullable: true }, readNull),
  [T.UNION]: unreadable('UNION'),
  [T.GEOMETRY]: unreadable('GEOMETRY'),
  [T.VARIANT]: unreadable('VARIANT'),
  [T.INVALID]: unreadable('INVALID'),
  [T.ANY]: unreadable('ANY'),
  [T.STRING_LITERAL]: unreadable('STRING_LITERAL'),
  [T.INTEGER_LITERAL]: unreadable('INTEGER_LITERAL'),
}

function arrayOf(element: ColumnReader, makeOpen: (open: ColumnOpener) => ColumnOpener): ColumnReader {
  return { type: { root: 'ARRAY', nullable: true, elementType: element.type }, open: makeOpen(element.open) }
}

/** Fields of ROW(1, 2) have no name in DuckDB; clients need one. */
function fieldName(name: string | undefined, index: number): string {
  return name === undefined || name === '' ? `f${index}` : name
}

/**
 * How the values of a type are read. UNION, GEOMETRY and VARIANT, also within other types, are not: see `castTarget`.
 *
 * @param column - its name, for texts of errors
 */
export function readerOf(type: DuckDBType, column: string): ColumnReader {
  return READERS[type.typeId](type, column)
}
