import type { ColumnVector } from '../../src/result/column-vector.js'
import { validityOf } from '../../src/result/column-vector.js'
import type { ResultSchema } from '../../src/result/result-schema.js'
import type { RowBatch } from '../../src/result/row-batch.js'
import { utf8ViewVector } from '../../src/result/text-view.js'
import { type LogicalType, type LogicalTypeOf, type LogicalTypeRoot, UNBOUNDED_LENGTH } from '../../src/type/logical-type.js'

const ROWS = 4
const LAST_IS_NULL = validityOf(ROWS, (i) => i < ROWS - 1)

const nullable = { length: ROWS, ...(LAST_IS_NULL === undefined ? {} : { validity: LAST_IS_NULL }) }
const dense = (length: number) => ({ length })

const I64_MIN = -(2n ** 63n)
const I64_MAX = 2n ** 63n - 1n
const UTF8 = ['text', '', 'größer, 東京, 😀, "quoted", \\, \u0000 and\ttab\n', null]
const BYTES = [Uint8Array.of(1, 2, 3), new Uint8Array(0), Uint8Array.of(0, 0x7f, 0x80, 0xff), null]
const NESTED_INTS: ColumnVector = { layout: 'int32', ...dense(3), values: Int32Array.of(1, -2147483648, 2147483647) }
const NESTED_WORDS: ColumnVector = { layout: 'utf8', ...dense(3), values: ['a', '', 'ü'] }
const NESTED_VIEWS: ColumnVector = utf8ViewVector(['a', '', 'ü'])
/** Values of the nested types: three elements, none, one, null. */
const SPANS = { offsets: Int32Array.of(0, 0, 2, 0), sizes: Int32Array.of(3, 0, 1, 0) }

/** The 128-bit integers of a decimal128 vector, low and high halves side by side. */
function decimal128(values: readonly bigint[]): BigInt64Array {
  return BigInt64Array.from(values.flatMap((value) => [BigInt.asIntN(64, value), value >> 64n]))
}

const int: LogicalType = { root: 'INTEGER', nullable: true }
const text: LogicalTypeOf<'VARCHAR'> = { root: 'VARCHAR', nullable: true, length: UNBOUNDED_LENGTH }
/** 9999-12-31T23:59:59.999 in milliseconds since the epoch. */
const YEAR_9999 = 253402300799999n
/** 0001-01-01T00:00:00 in milliseconds since the epoch. */
const YEAR_1 = -62135596800000n

const COLUMNS: { readonly [R in LogicalTypeRoot]: { readonly type: LogicalTypeOf<R>; readonly vector: ColumnVector } } = {
  BOOLEAN: { type: { root: 'BOOLEAN', nullable: true }, vector: { layout: 'bool', ...nullable, values: Uint8Array.of(1, 0, 1, 0) } },
  TINYINT: { type: { root: 'TINYINT', nullable: true }, vector: { layout: 'int8', ...nullable, values: Int8Array.of(7, -128, 127, 0) } },
  SMALLINT: {
    type: { root: 'SMALLINT', nullable: true },
    vector: { layout: 'int16', ...nullable, values: Int16Array.of(7, -32768, 32767, 0) },
  },
  INTEGER: {
    type: { root: 'INTEGER', nullable: true },
    vector: { layout: 'int32', ...nullable, values: Int32Array.of(7, -2147483648, 2147483647, 0) },
  },
  BIGINT: {
    type: { root: 'BIGINT', nullable: true },
    vector: { layout: 'int64', ...nullable, values: BigInt64Array.of(7n, I64_MIN, I64_MAX, 0n) },
  },
  FLOAT: {
    type: { root: 'FLOAT', nullable: true },
    vector: { layout: 'float32', ...nullable, values: Float32Array.of(1.5, -3.4028235e38, 3.4028235e38, 0) },
  },
  DOUBLE: {
    type: { root: 'DOUBLE', nullable: true },
    vector: { layout: 'float64', ...nullable, values: Float64Array.of(0.1, -Number.MAX_VALUE, Number.MAX_VALUE, 0) },
  },
  DATE: {
    type: { root: 'DATE', nullable: true },
    vector: { layout: 'date32', ...nullable, values: Int32Array.of(19723, -719162, 2932896, 0) },
  },
  VARIANT: {
    type: { root: 'VARIANT', nullable: true },
    vector: { layout: 'utf8', ...nullable, values: ['{"a":[1,null,"x"]}', 'null', '"größer"', null] },
  },
  BITMAP: { type: { root: 'BITMAP', nullable: true }, vector: { layout: 'binary', ...nullable, values: BYTES } },
  CHAR: { type: { root: 'CHAR', nullable: true, length: 3 }, vector: { layout: 'utf8', ...nullable, values: ['abc', '   ', 'äöü', null] } },
  VARCHAR: { type: text, vector: utf8ViewVector(UTF8) },
  BINARY: {
    type: { root: 'BINARY', nullable: true, length: 2 },
    vector: { layout: 'binary', ...nullable, values: [Uint8Array.of(1, 2), Uint8Array.of(0, 0), Uint8Array.of(255, 255), null] },
  },
  VARBINARY: {
    type: { root: 'VARBINARY', nullable: true, length: UNBOUNDED_LENGTH },
    vector: { layout: 'binary', ...nullable, values: BYTES },
  },
  DECIMAL: {
    type: { root: 'DECIMAL', nullable: true, precision: 38, scale: 10 },
    vector: { layout: 'decimal128', ...nullable, values: decimal128([12_345_000_000n, -(10n ** 38n) + 1n, 10n ** 38n - 1n, 0n]) },
  },
  TIME_WITHOUT_TIME_ZONE: {
    type: { root: 'TIME_WITHOUT_TIME_ZONE', nullable: true, precision: 3 },
    vector: { layout: 'time64', unit: 'ms', ...nullable, values: BigInt64Array.of(45_296_789n, 0n, 86_399_999n, 0n) },
  },
  TIMESTAMP_WITHOUT_TIME_ZONE: {
    type: { root: 'TIMESTAMP_WITHOUT_TIME_ZONE', nullable: true, precision: 6 },
    vector: {
      layout: 'timestamp64',
      unit: 'us',
      ...nullable,
      values: BigInt64Array.of(1_704_112_496_789_012n, YEAR_1 * 1000n, YEAR_9999 * 1000n + 999n, 0n),
    },
  },
  TIMESTAMP_WITH_TIME_ZONE: {
    type: { root: 'TIMESTAMP_WITH_TIME_ZONE', nullable: true, precision: 3 },
    vector: { layout: 'timestamp64', unit: 'ms', ...nullable, values: BigInt64Array.of(1_704_112_496_789n, YEAR_1, YEAR_9999, 0n) },
  },
  TIMESTAMP_WITH_LOCAL_TIME_ZONE: {
    type: { root: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', nullable: true, precision: 9 },
    vector: { layout: 'timestamp64', unit: 'ns', ...nullable, values: BigInt64Array.of(1_704_112_496_789_012_345n, -1n, I64_MAX - 1n, 0n) },
  },
  INTERVAL_YEAR_MONTH: {
    type: { root: 'INTERVAL_YEAR_MONTH', nullable: true, resolution: 'YEAR_TO_MONTH', precision: 4 },
    vector: { layout: 'interval32', ...nullable, values: Int32Array.of(14, -119999, 119999, 0) },
  },
  INTERVAL_DAY_TIME: {
    type: { root: 'INTERVAL_DAY_TIME', nullable: true, resolution: 'DAY_TO_SECOND', precision: 6, fractionalPrecision: 3 },
    vector: { layout: 'duration64', ...nullable, values: BigInt64Array.of(93_784_005n, -86_399_999_999_999n, 86_399_999_999_999n, 0n) },
  },
  ARRAY: {
    type: { root: 'ARRAY', nullable: true, elementType: int },
    vector: { layout: 'list', ...nullable, ...SPANS, elements: NESTED_INTS },
  },
  MULTISET: {
    type: { root: 'MULTISET', nullable: true, elementType: text },
    vector: {
      layout: 'map',
      ...nullable,
      ...SPANS,
      keys: NESTED_WORDS,
      entries: { layout: 'int32', ...dense(3), values: Int32Array.of(1, 2, 3) },
    },
  },
  MAP: {
    type: { root: 'MAP', nullable: true, keyType: text, valueType: int },
    vector: { layout: 'map', ...nullable, ...SPANS, keys: NESTED_VIEWS, entries: NESTED_INTS },
  },
  ROW: {
    type: {
      root: 'ROW',
      nullable: true,
      fields: [
        { name: 'number', type: int },
        { name: 'word', type: text },
      ],
    },
    vector: {
      layout: 'struct',
      ...nullable,
      children: [
        { layout: 'int32', ...nullable, values: Int32Array.of(1, -2147483648, 2147483647, 0) },
        { layout: 'utf8', ...dense(ROWS), values: ['one', '', 'ü', ''] },
      ],
    },
  },
  RAW: {
    type: { root: 'RAW', nullable: true, className: 'java.lang.Object', serializer: 'AAAA' },
    vector: { layout: 'binary', ...nullable, values: BYTES },
  },
  NULL: { type: { root: 'NULL', nullable: true }, vector: { layout: 'null', length: ROWS } },
}

const EVERY_ROOT = Object.keys(COLUMNS) as readonly LogicalTypeRoot[]

/** What TYPES answers. */
export interface TypedRows {
  readonly schema: ResultSchema
  readonly batch: RowBatch
}

/**
 * The rows of TYPES: a usual value, the smallest or an empty one, the largest or an odd one, and null.
 *
 * @param root - which column; absent means one for each root of the type system. A column is named after its root, in lower case.
 */
export function everyType(root?: LogicalTypeRoot): TypedRows {
  const roots = root === undefined ? EVERY_ROOT : [root]
  return {
    schema: { columns: roots.map((each) => ({ name: each.toLowerCase(), type: COLUMNS[each].type })) },
    batch: { rowCount: ROWS, columns: roots.map((each) => COLUMNS[each].vector) },
  }
}

/** Tells whether a word is a root of the type system. */
export function isTypeRoot(word: string): word is LogicalTypeRoot {
  return Object.hasOwn(COLUMNS, word)
}
