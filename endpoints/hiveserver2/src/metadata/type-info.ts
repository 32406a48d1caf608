import { JDBC } from './jdbc-types.js'
import type { Cell } from './metadata-rows.js'

interface TypeFacts {
  readonly name: string
  readonly code: number
  readonly precision?: number
  /** Numbers have a sign and a radix. */
  readonly isNumber?: boolean
  /** Cannot stand in a WHERE clause. */
  readonly hasParts?: boolean
}

const TYPES: readonly TypeFacts[] = [
  { name: 'VOID', code: JDBC.NULL },
  { name: 'BOOLEAN', code: JDBC.BOOLEAN },
  { name: 'TINYINT', code: JDBC.TINYINT, precision: 3, isNumber: true },
  { name: 'SMALLINT', code: JDBC.SMALLINT, precision: 5, isNumber: true },
  { name: 'INT', code: JDBC.INTEGER, precision: 10, isNumber: true },
  { name: 'BIGINT', code: JDBC.BIGINT, precision: 19, isNumber: true },
  { name: 'FLOAT', code: JDBC.FLOAT, precision: 7, isNumber: true },
  { name: 'DOUBLE', code: JDBC.DOUBLE, precision: 15, isNumber: true },
  { name: 'STRING', code: JDBC.VARCHAR },
  { name: 'CHAR', code: JDBC.CHAR },
  { name: 'VARCHAR', code: JDBC.VARCHAR },
  { name: 'DATE', code: JDBC.DATE },
  { name: 'TIMESTAMP', code: JDBC.TIMESTAMP },
  { name: 'TIMESTAMP WITH LOCAL TIME ZONE', code: JDBC.OTHER },
  { name: 'INTERVAL_YEAR_MONTH', code: JDBC.OTHER },
  { name: 'INTERVAL_DAY_TIME', code: JDBC.OTHER },
  { name: 'BINARY', code: JDBC.BINARY },
  { name: 'DECIMAL', code: JDBC.DECIMAL, precision: 38, isNumber: true },
  { name: 'ARRAY', code: JDBC.ARRAY, hasParts: true },
  { name: 'MAP', code: JDBC.JAVA_OBJECT, hasParts: true },
  { name: 'STRUCT', code: JDBC.STRUCT, hasParts: true },
  { name: 'UNIONTYPE', code: JDBC.OTHER, hasParts: true },
  { name: 'USER_DEFINED', code: JDBC.OTHER, hasParts: true },
]

const NULLABLE = 1
const SEARCHABLE = 3
const NOT_SEARCHABLE = 0

/** The rows of GetTypeInfo: the types of Hive, which are those that columns are announced with. */
export function typeInfoRows(): readonly (readonly Cell[])[] {
  return TYPES.map(({ name, code, precision, isNumber, hasParts }) => [
    name,
    code,
    precision ?? null,
    null,
    null,
    null,
    NULLABLE,
    name === 'STRING',
    hasParts ? NOT_SEARCHABLE : SEARCHABLE,
    !isNumber,
    false,
    false,
    null,
    0,
    0,
    null,
    null,
    isNumber ? 10 : null,
  ])
}
