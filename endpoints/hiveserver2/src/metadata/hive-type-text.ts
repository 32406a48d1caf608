import { type LogicalType, UNBOUNDED_LENGTH } from '@sql-gateway/gateway-common'

/** A type as Hive writes it, `decimal(12,3)` or `array<struct<a:int>>`: tools that read DESCRIBE look for these names. */
export function hiveTypeText(type: LogicalType): string {
  switch (type.root) {
    case 'INTEGER':
      return 'int'
    case 'BOOLEAN':
    case 'TINYINT':
    case 'SMALLINT':
    case 'BIGINT':
    case 'FLOAT':
    case 'DOUBLE':
    case 'DATE':
      return type.root.toLowerCase()
    case 'CHAR':
      return `char(${type.length})`
    case 'VARCHAR':
      return type.length === UNBOUNDED_LENGTH ? 'string' : `varchar(${type.length})`
    case 'DECIMAL':
      return `decimal(${type.precision},${type.scale})`
    case 'TIMESTAMP_WITHOUT_TIME_ZONE':
      return 'timestamp'
    case 'TIMESTAMP_WITH_TIME_ZONE':
    case 'TIMESTAMP_WITH_LOCAL_TIME_ZONE':
      return 'timestamp with local time zone'
    case 'INTERVAL_YEAR_MONTH':
    case 'INTERVAL_DAY_TIME':
      return type.root.toLowerCase()
    case 'BINARY':
    case 'VARBINARY':
    case 'BITMAP':
    case 'RAW':
      return 'binary'
    case 'ARRAY':
      return `array<${hiveTypeText(type.elementType)}>`
    case 'MULTISET':
      return `map<${hiveTypeText(type.elementType)},int>`
    case 'MAP':
      return `map<${hiveTypeText(type.keyType)},${hiveTypeText(type.valueType)}>`
    case 'ROW':
      return `struct<${type.fields.map((field) => `${field.name}:${hiveTypeText(field.type)}`).join(',')}>`
    case 'NULL':
      return 'void'
    case 'TIME_WITHOUT_TIME_ZONE':
    case 'VARIANT':
      return 'string'
    default:
      return type satisfies never
  }
}
