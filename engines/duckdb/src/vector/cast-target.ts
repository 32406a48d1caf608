import { type DuckDBType, DuckDBTypeId } from '@duckdb/node-api'
import { quoteName } from '../quote.js'

/**
 * The type, in DuckDB's SQL, to which a column must be cast before it is read: VARCHAR in the place of each UNION,
 * GEOMETRY and VARIANT, whose text only DuckDB knows. Undefined where nothing has to be cast.
 */
export function castTarget(type: DuckDBType): string | undefined {
  switch (type.typeId) {
    case DuckDBTypeId.UNION:
    case DuckDBTypeId.GEOMETRY:
    case DuckDBTypeId.VARIANT:
      return 'VARCHAR'
    case DuckDBTypeId.LIST: {
      const element = castTarget(type.valueType)
      return element === undefined ? undefined : `${element}[]`
    }
    case DuckDBTypeId.ARRAY: {
      const element = castTarget(type.valueType)
      return element === undefined ? undefined : `${element}[${type.length}]`
    }
    case DuckDBTypeId.MAP: {
      const [key, value] = [castTarget(type.keyType), castTarget(type.valueType)]
      return key === undefined && value === undefined
        ? undefined
        : `MAP(${key ?? sameType(type.keyType)}, ${value ?? sameType(type.valueType)})`
    }
    case DuckDBTypeId.STRUCT: {
      const targets = type.entryTypes.map(castTarget)
      if (targets.every((target) => target === undefined)) return undefined
      // Fields of ROW(…) have no names, and a cast cannot name their types one by one.
      if (type.entryNames.includes('')) return 'VARCHAR'
      const fields = type.entryTypes.map((entry, i) => `${quoteName(type.entryNames[i] as string)} ${targets[i] ?? sameType(entry)}`)
      return `STRUCT(${fields.join(', ')})`
    }
    default:
      return undefined
  }
}

/** A type that stays, as a cast writes it. An ENUM is read as text anyway, and has no name to cast to. */
function sameType(type: DuckDBType): string {
  return type.typeId === DuckDBTypeId.ENUM ? 'VARCHAR' : String(type)
}
