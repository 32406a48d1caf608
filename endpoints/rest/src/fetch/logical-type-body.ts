import type { LogicalType, LogicalTypeOf, LogicalTypeRoot } from '@sql-gateway/gateway-common'
import type { LogicalTypeBody } from '../wire/index.js'

type Parameters<R extends LogicalTypeRoot> = (type: LogicalTypeOf<R>) => Omit<LogicalTypeBody, 'type' | 'nullable'>

const none = (): Record<string, never> => ({})
const length = (type: { readonly length: number }) => ({ length: type.length })
const precision = (type: { readonly precision: number }) => ({ precision: type.precision })
const elementType = (type: { readonly elementType: LogicalType }) => ({ elementType: logicalTypeBody(type.elementType) })

/** What each root has beside its name and nullability, in the order in which Flink writes it. */
const PARAMETERS: { readonly [R in LogicalTypeRoot]: Parameters<R> } = {
  BOOLEAN: none,
  TINYINT: none,
  SMALLINT: none,
  INTEGER: none,
  BIGINT: none,
  FLOAT: none,
  DOUBLE: none,
  DATE: none,
  VARIANT: none,
  BITMAP: none,
  NULL: none,
  CHAR: length,
  VARCHAR: length,
  BINARY: length,
  VARBINARY: length,
  DECIMAL: (type) => ({ precision: type.precision, scale: type.scale }),
  TIME_WITHOUT_TIME_ZONE: precision,
  TIMESTAMP_WITHOUT_TIME_ZONE: precision,
  TIMESTAMP_WITH_TIME_ZONE: precision,
  TIMESTAMP_WITH_LOCAL_TIME_ZONE: precision,
  INTERVAL_YEAR_MONTH: (type) => ({ precision: type.precision, resolution: type.resolution }),
  INTERVAL_DAY_TIME: (type) => ({
    precision: type.precision,
    fractionalPrecision: type.fractionalPrecision,
    resolution: type.resolution,
  }),
  ARRAY: elementType,
  MULTISET: elementType,
  MAP: (type) => ({ keyType: logicalTypeBody(type.keyType), valueType: logicalTypeBody(type.valueType) }),
  ROW: (type) => ({
    fields: type.fields.map(({ name, type: fieldType, description }) => ({
      name,
      fieldType: logicalTypeBody(fieldType),
      ...(description === undefined ? {} : { description }),
    })),
  }),
  RAW: (type) => ({ class: type.className, serializer: type.serializer }),
}

/**
 * Turns a type into its wire form. Flink's clients read every parameter without asking whether it is there.
 *
 * @see Apache Flink, `LogicalTypeJsonSerializer` of the SQL gateway
 */
export function logicalTypeBody(type: LogicalType): LogicalTypeBody {
  if (type.root === 'NULL') return { type: type.root }
  const parameters = PARAMETERS[type.root] as Parameters<LogicalTypeRoot>
  return { type: type.root, nullable: type.nullable, ...parameters(type as LogicalTypeOf<LogicalTypeRoot>) }
}
