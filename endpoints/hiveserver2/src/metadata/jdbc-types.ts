import type { LogicalType } from '@sql-gateway/gateway-common'

/** What a type is in JDBC's terms, as GetColumns says it; `null` where it has no such measure. */
export interface JdbcType {
  /** A constant of java.sql.Types. */
  readonly code: number
  readonly size: number | null
  readonly digits: number | null
  readonly radix: number | null
}

/** The constants of java.sql.Types that are used here. */
export const JDBC = {
  TINYINT: -6,
  BIGINT: -5,
  BINARY: -2,
  NULL: 0,
  CHAR: 1,
  DECIMAL: 3,
  INTEGER: 4,
  SMALLINT: 5,
  FLOAT: 6,
  DOUBLE: 8,
  VARCHAR: 12,
  BOOLEAN: 16,
  DATE: 91,
  TIMESTAMP: 93,
  OTHER: 1111,
  JAVA_OBJECT: 2000,
  STRUCT: 2002,
  ARRAY: 2003,
} as const

const UNBOUNDED = 2147483647
const plain = (code: number, size: number | null = null): JdbcType => ({ code, size, digits: null, radix: null })
const number = (code: number, size: number, digits = 0): JdbcType => ({ code, size, digits, radix: 10 })

/** Maps a type as it goes over the wire: what is sent as text is a VARCHAR. */
export function jdbcTypeOf(type: LogicalType): JdbcType {
  switch (type.root) {
    case 'BOOLEAN':
      return { ...plain(JDBC.BOOLEAN), digits: 0 }
    case 'TINYINT':
      return number(JDBC.TINYINT, 3)
    case 'SMALLINT':
      return number(JDBC.SMALLINT, 5)
    case 'INTEGER':
      return number(JDBC.INTEGER, 10)
    case 'BIGINT':
      return number(JDBC.BIGINT, 19)
    case 'FLOAT':
      return number(JDBC.FLOAT, 7, 7)
    case 'DOUBLE':
      return number(JDBC.DOUBLE, 15, 15)
    case 'DECIMAL':
      return number(JDBC.DECIMAL, type.precision, type.scale)
    case 'CHAR':
      return plain(JDBC.CHAR, type.length)
    case 'VARCHAR':
      return plain(JDBC.VARCHAR, type.length)
    case 'DATE':
      return plain(JDBC.DATE, 10)
    case 'TIMESTAMP_WITHOUT_TIME_ZONE':
      return { ...plain(JDBC.TIMESTAMP, 29), digits: 9 }
    case 'TIMESTAMP_WITH_TIME_ZONE':
    case 'TIMESTAMP_WITH_LOCAL_TIME_ZONE':
      return plain(JDBC.OTHER, 31)
    case 'INTERVAL_YEAR_MONTH':
    case 'INTERVAL_DAY_TIME':
      return plain(JDBC.OTHER)
    case 'BINARY':
    case 'VARBINARY':
      return plain(JDBC.BINARY, type.length)
    case 'BITMAP':
    case 'RAW':
      return plain(JDBC.BINARY, UNBOUNDED)
    case 'ARRAY':
      return plain(JDBC.ARRAY)
    case 'MAP':
    case 'MULTISET':
      return plain(JDBC.JAVA_OBJECT)
    case 'ROW':
      return plain(JDBC.STRUCT)
    case 'NULL':
      return plain(JDBC.NULL)
    case 'TIME_WITHOUT_TIME_ZONE':
    case 'VARIANT':
      return plain(JDBC.VARCHAR, UNBOUNDED)
    default:
      return type satisfies never
  }
}
