/** Resolution of a year-month interval, as Flink's YearMonthIntervalType names it. */
export type YearMonthResolution = 'YEAR' | 'MONTH' | 'YEAR_TO_MONTH'

/** Resolution of a day-time interval, as Flink's DayTimeIntervalType names it. */
export type DayTimeResolution =
  | 'DAY'
  | 'DAY_TO_HOUR'
  | 'DAY_TO_MINUTE'
  | 'DAY_TO_SECOND'
  | 'HOUR'
  | 'HOUR_TO_MINUTE'
  | 'HOUR_TO_SECOND'
  | 'MINUTE'
  | 'MINUTE_TO_SECOND'
  | 'SECOND'

/** One field of a ROW. */
export interface RowField {
  readonly name: string
  readonly type: LogicalType
  readonly description?: string
}

interface Nullable {
  readonly nullable: boolean
}

/**
 * A SQL type: Flink's `LogicalType` system, with its root names. Every engine maps its own types onto these, every
 * endpoint maps these onto its wire; both tables are total over {@link LogicalTypeRoot}.
 *
 * `length` 2147483647 stands for unbounded (STRING, BYTES). `precision` of times is the number of fraction digits, 0
 * to 9. NULL is the type of an untyped NULL.
 *
 * @see Apache Flink, `org.apache.flink.table.types.logical`
 */
export type LogicalType =
  | (Nullable & {
      readonly root: 'BOOLEAN' | 'TINYINT' | 'SMALLINT' | 'INTEGER' | 'BIGINT' | 'FLOAT' | 'DOUBLE' | 'DATE' | 'VARIANT' | 'BITMAP'
    })
  | (Nullable & { readonly root: 'CHAR' | 'VARCHAR' | 'BINARY' | 'VARBINARY'; readonly length: number })
  | (Nullable & { readonly root: 'DECIMAL'; readonly precision: number; readonly scale: number })
  | (Nullable & {
      readonly root:
        | 'TIME_WITHOUT_TIME_ZONE'
        | 'TIMESTAMP_WITHOUT_TIME_ZONE'
        | 'TIMESTAMP_WITH_TIME_ZONE'
        | 'TIMESTAMP_WITH_LOCAL_TIME_ZONE'
      readonly precision: number
    })
  | (Nullable & { readonly root: 'INTERVAL_YEAR_MONTH'; readonly resolution: YearMonthResolution; readonly precision: number })
  | (Nullable & {
      readonly root: 'INTERVAL_DAY_TIME'
      readonly resolution: DayTimeResolution
      readonly precision: number
      readonly fractionalPrecision: number
    })
  | (Nullable & { readonly root: 'ARRAY' | 'MULTISET'; readonly elementType: LogicalType })
  | (Nullable & { readonly root: 'MAP'; readonly keyType: LogicalType; readonly valueType: LogicalType })
  | (Nullable & { readonly root: 'ROW'; readonly fields: readonly RowField[] })
  | (Nullable & { readonly root: 'RAW'; readonly className: string; readonly serializer: string })
  | { readonly root: 'NULL'; readonly nullable: true }

/** The name of a type without its parameters. */
export type LogicalTypeRoot = LogicalType['root']

/** The type with a given root. */
export type LogicalTypeOf<R extends LogicalTypeRoot> = LogicalType extends infer T extends LogicalType
  ? T extends LogicalType
    ? R extends T['root']
      ? T & { readonly root: R }
      : never
    : never
  : never

/** Length of an unbounded VARCHAR or VARBINARY. */
export const UNBOUNDED_LENGTH = 2147483647

/** VARCHAR of unbounded length, nullable: SQL's and Flink's STRING. */
export const STRING_TYPE: LogicalType = Object.freeze({ root: 'VARCHAR', nullable: true, length: UNBOUNDED_LENGTH })

/** BIGINT, nullable. */
export const BIGINT_TYPE: LogicalType = Object.freeze({ root: 'BIGINT', nullable: true })

/** INTEGER, nullable. */
export const INTEGER_TYPE: LogicalType = Object.freeze({ root: 'INTEGER', nullable: true })

/** BOOLEAN, nullable. */
export const BOOLEAN_TYPE: LogicalType = Object.freeze({ root: 'BOOLEAN', nullable: true })
