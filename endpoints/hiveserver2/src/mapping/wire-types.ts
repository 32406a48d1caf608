import { type LogicalType, UNBOUNDED_LENGTH } from '@sql-gateway/gateway-common'
import tcli, { type TTypeId } from '#generated/TCLIService_types.js'
import { VERSION, type WireVersion } from './protocol-version.js'

const { TTypeId: Id } = tcli

/** How the values of a column go over the wire: as the member of TColumn or TColumnValue that they fill. */
export type WireForm = 'bool' | 'byte' | 'i16' | 'i32' | 'i64' | 'double' | 'text' | 'binary'

/** A column's type as clients see it. Every type is a single primitive entry, nested ones too. */
export interface WireType {
  readonly typeId: TTypeId
  readonly form: WireForm
  /** TTypeQualifiers by name; clients of decimals cannot do without. */
  readonly qualifiers?: Readonly<Record<string, number>>
}

/** Longest VARCHAR and CHAR of Hive; what is longer is a STRING. */
const MAX_VARCHAR = 65_535
const MAX_CHAR = 255

const text = (typeId: TTypeId, qualifiers?: Readonly<Record<string, number>>): WireType =>
  qualifiers === undefined ? { typeId, form: 'text' } : { typeId, form: 'text', qualifiers }
const STRING = text(Id.STRING_TYPE)

/** Maps a type to what a client of a version understands. */
export function wireTypeOf(type: LogicalType, version: WireVersion): WireType {
  switch (type.root) {
    case 'BOOLEAN':
      return { typeId: Id.BOOLEAN_TYPE, form: 'bool' }
    case 'TINYINT':
      return { typeId: Id.TINYINT_TYPE, form: 'byte' }
    case 'SMALLINT':
      return { typeId: Id.SMALLINT_TYPE, form: 'i16' }
    case 'INTEGER':
      return { typeId: Id.INT_TYPE, form: 'i32' }
    case 'BIGINT':
      return { typeId: Id.BIGINT_TYPE, form: 'i64' }
    case 'FLOAT':
      return { typeId: Id.FLOAT_TYPE, form: 'double' }
    case 'DOUBLE':
      return { typeId: Id.DOUBLE_TYPE, form: 'double' }
    case 'CHAR':
      if (version < VERSION.V4 || type.length > MAX_CHAR) return bounded(type.length, version)
      return text(Id.CHAR_TYPE, { [tcli.CHARACTER_MAXIMUM_LENGTH]: type.length })
    case 'VARCHAR':
      return bounded(type.length, version)
    case 'DECIMAL':
      return text(Id.DECIMAL_TYPE, { [tcli.PRECISION]: type.precision, [tcli.SCALE]: type.scale })
    case 'DATE':
      return text(Id.DATE_TYPE)
    case 'TIMESTAMP_WITHOUT_TIME_ZONE':
      return text(Id.TIMESTAMP_TYPE)
    case 'TIMESTAMP_WITH_TIME_ZONE':
    case 'TIMESTAMP_WITH_LOCAL_TIME_ZONE':
      return text(version < VERSION.V11 ? Id.TIMESTAMP_TYPE : Id.TIMESTAMPLOCALTZ_TYPE)
    case 'INTERVAL_YEAR_MONTH':
      return version < VERSION.V8 ? STRING : text(Id.INTERVAL_YEAR_MONTH_TYPE)
    case 'INTERVAL_DAY_TIME':
      return version < VERSION.V8 ? STRING : text(Id.INTERVAL_DAY_TIME_TYPE)
    case 'BINARY':
    case 'VARBINARY':
    case 'BITMAP':
    case 'RAW':
      return { typeId: Id.BINARY_TYPE, form: version < VERSION.V6 ? 'text' : 'binary' }
    case 'ARRAY':
      return text(Id.ARRAY_TYPE)
    case 'MAP':
    case 'MULTISET':
      return text(Id.MAP_TYPE)
    case 'ROW':
      return text(Id.STRUCT_TYPE)
    case 'NULL':
      return text(Id.NULL_TYPE)
    case 'TIME_WITHOUT_TIME_ZONE':
    case 'VARIANT':
      // Hive has no such types.
      return STRING
    default:
      return type satisfies never
  }
}

function bounded(length: number, version: WireVersion): WireType {
  if (version < VERSION.V3 || length > MAX_VARCHAR || length === UNBOUNDED_LENGTH) return STRING
  return text(Id.VARCHAR_TYPE, { [tcli.CHARACTER_MAXIMUM_LENGTH]: length })
}
