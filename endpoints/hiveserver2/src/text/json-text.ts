import { type ColumnVector, gatewayError, isNullAt, type LogicalType, type VectorOf } from '@sql-gateway/gateway-common'
import { scalarCellsOf, type TextCells, type TextContext } from './scalar-text.js'

/**
 * How values with parts are written: compact JSON in Hive's shape, `{"f":1}`, `[1,null]`. Unlike Hive's it is always
 * valid: keys of maps are quoted whatever their type, and what JSON cannot say (NaN, intervals) is a string, because
 * clients such as hive-driver parse it and silently give nothing where that fails.
 */
export function jsonOf(type: LogicalType, vector: ColumnVector, context: TextContext): TextCells {
  const write = writerOf(type, vector, context)
  return (index) => (isNullAt(vector, index) ? 'null' : write(index))
}

function writerOf(type: LogicalType, vector: ColumnVector, context: TextContext): TextCells {
  switch (vector.layout) {
    case 'list':
      return listWriter(type, vector, context)
    case 'map':
      return mapWriter(type, vector, context)
    case 'struct':
      return structWriter(type, vector, context)
    default:
      return scalarWriter(type, vector, context)
  }
}

const BARE: ReadonlySet<string> = new Set(['bool', 'int8', 'int16', 'int32', 'int64', 'decimal64', 'decimal128', 'null'])

function scalarWriter(type: LogicalType, vector: ColumnVector, context: TextContext): TextCells {
  const text = scalarCellsOf(type, vector, context)
  if (text === undefined) throw misfit(type, vector)
  if (BARE.has(vector.layout) || type.root === 'VARIANT') return text
  if (vector.layout === 'float32' || vector.layout === 'float64') {
    return (index) => (Number.isFinite(vector.values[index]) ? text(index) : JSON.stringify(text(index)))
  }
  return (index) => JSON.stringify(text(index))
}

function listWriter(type: LogicalType, vector: VectorOf<'list'>, context: TextContext): TextCells {
  if (type.root !== 'ARRAY') throw misfit(type, vector)
  const element = jsonOf(type.elementType, vector.elements, context)
  return (index) => {
    const from = vector.offsets[index] as number
    const parts = Array.from({ length: vector.sizes[index] as number }, (_, i) => element(from + i))
    return `[${parts.join(',')}]`
  }
}

function mapWriter(type: LogicalType, vector: VectorOf<'map'>, context: TextContext): TextCells {
  if (type.root !== 'MAP' && type.root !== 'MULTISET') throw misfit(type, vector)
  const [keyType, valueType]: [LogicalType, LogicalType] =
    type.root === 'MAP' ? [type.keyType, type.valueType] : [type.elementType, { root: 'INTEGER', nullable: false }]
  const key = scalarCellsOf(keyType, vector.keys, context) ?? jsonOf(keyType, vector.keys, context)
  const value = jsonOf(valueType, vector.entries, context)
  return (index) => {
    const from = vector.offsets[index] as number
    const parts = Array.from({ length: vector.sizes[index] as number }, (_, i) => `${JSON.stringify(key(from + i))}:${value(from + i)}`)
    return `{${parts.join(',')}}`
  }
}

function structWriter(type: LogicalType, vector: VectorOf<'struct'>, context: TextContext): TextCells {
  if (type.root !== 'ROW') throw misfit(type, vector)
  const fields = vector.children.map((child, i) => {
    const field = type.fields[i]
    if (field === undefined) throw misfit(type, vector)
    return { name: JSON.stringify(field.name), value: jsonOf(field.type, child, context) }
  })
  return (index) => `{${fields.map(({ name, value }) => `${name}:${value(index)}`).join(',')}}`
}

function misfit(type: LogicalType, vector: ColumnVector) {
  return gatewayError('GATEWAY.BUG', `A column of type ${type.root} came as ${vector.layout} values.`)
}
