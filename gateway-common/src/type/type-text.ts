import { type LogicalType, UNBOUNDED_LENGTH } from './logical-type.js'

const PLAIN_NAMES: Partial<Record<LogicalType['root'], string>> = { INTEGER: 'INT' }

/**
 * Writes a type as Flink's `asSummaryString` does without nullability: `INT`, `STRING`, `DECIMAL(10, 2)`,
 * `TIMESTAMP(3)`, ``ROW<`a` INT, `b` STRING>``. This is what DESCRIBE and SHOW COLUMNS print.
 *
 * @see Apache Flink, `LogicalType#asSerializableString`
 */
export function typeText(type: LogicalType): string {
  switch (type.root) {
    case 'VARCHAR':
      return type.length === UNBOUNDED_LENGTH ? 'STRING' : `VARCHAR(${type.length})`
    case 'VARBINARY':
      return type.length === UNBOUNDED_LENGTH ? 'BYTES' : `VARBINARY(${type.length})`
    case 'CHAR':
    case 'BINARY':
      return `${type.root}(${type.length})`
    case 'DECIMAL':
      return `DECIMAL(${type.precision}, ${type.scale})`
    case 'TIME_WITHOUT_TIME_ZONE':
      return `TIME(${type.precision})`
    case 'TIMESTAMP_WITHOUT_TIME_ZONE':
      return `TIMESTAMP(${type.precision})`
    case 'TIMESTAMP_WITH_TIME_ZONE':
      return `TIMESTAMP(${type.precision}) WITH TIME ZONE`
    case 'TIMESTAMP_WITH_LOCAL_TIME_ZONE':
      return `TIMESTAMP_LTZ(${type.precision})`
    case 'INTERVAL_YEAR_MONTH':
      return intervalText(type.resolution, type.precision, undefined)
    case 'INTERVAL_DAY_TIME':
      return intervalText(type.resolution, type.precision, type.fractionalPrecision)
    case 'ARRAY':
      return `ARRAY<${nestedText(type.elementType)}>`
    case 'MULTISET':
      return `MULTISET<${nestedText(type.elementType)}>`
    case 'MAP':
      return `MAP<${nestedText(type.keyType)}, ${nestedText(type.valueType)}>`
    case 'ROW':
      return `ROW<${type.fields.map((f) => `\`${f.name.replaceAll('`', '``')}\` ${nestedText(f.type)}`).join(', ')}>`
    case 'RAW':
      return `RAW('${type.className}', '${type.serializer}')`
    default:
      return PLAIN_NAMES[type.root] ?? type.root
  }
}

function nestedText(type: LogicalType): string {
  return type.nullable ? typeText(type) : `${typeText(type)} NOT NULL`
}

function intervalText(resolution: string, precision: number, fraction: number | undefined): string {
  const [first, last] = resolution.split('_TO_') as [string, string?]
  const from = first === 'SECOND' && fraction !== undefined ? `SECOND(${precision}, ${fraction})` : `${first}(${precision})`
  if (last === undefined) return `INTERVAL ${from}`
  return `INTERVAL ${from} TO ${last === 'SECOND' && fraction !== undefined ? `SECOND(${fraction})` : last}`
}
