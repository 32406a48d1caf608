import type { LogicalTypeRoot } from '../type/logical-type.js'
import type { VectorLayout } from './column-vector.js'

/**
 * Which layouts the values of a type may have. Engines give one of them, endpoints write all of them.
 *
 * A VARIANT is its JSON text, a BITMAP Roaring's portable format, RAW what its serializer wrote. A
 * TIMESTAMP_WITH_TIME_ZONE and a TIMESTAMP_WITH_LOCAL_TIME_ZONE are instants, counted in UTC.
 */
export const LAYOUTS_OF_TYPE = {
  BOOLEAN: ['bool'],
  TINYINT: ['int8'],
  SMALLINT: ['int16'],
  INTEGER: ['int32'],
  BIGINT: ['int64'],
  FLOAT: ['float32'],
  DOUBLE: ['float64'],
  DECIMAL: ['decimal64', 'decimal128'],
  CHAR: ['utf8', 'utf8view'],
  VARCHAR: ['utf8', 'utf8view'],
  BINARY: ['binary'],
  VARBINARY: ['binary'],
  DATE: ['date32'],
  TIME_WITHOUT_TIME_ZONE: ['time64'],
  TIMESTAMP_WITHOUT_TIME_ZONE: ['timestamp64'],
  TIMESTAMP_WITH_TIME_ZONE: ['timestamp64'],
  TIMESTAMP_WITH_LOCAL_TIME_ZONE: ['timestamp64'],
  INTERVAL_YEAR_MONTH: ['interval32'],
  INTERVAL_DAY_TIME: ['duration64'],
  ARRAY: ['list'],
  MULTISET: ['map'],
  MAP: ['map'],
  ROW: ['struct'],
  VARIANT: ['utf8', 'utf8view'],
  BITMAP: ['binary'],
  RAW: ['binary'],
  NULL: ['null'],
} as const satisfies { readonly [R in LogicalTypeRoot]: readonly VectorLayout[] }
