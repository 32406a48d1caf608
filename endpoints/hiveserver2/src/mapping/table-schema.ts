import type { ResultColumn, ResultSchema } from '@sql-gateway/gateway-common'
import tcli, { type TColumnDesc, type TTableSchema } from '#generated/TCLIService_types.js'
import type { WireVersion } from './protocol-version.js'
import { wireTypeOf } from './wire-types.js'

/** A result's columns as GetResultSetMetadata describes them; positions count from 1. */
export function toTableSchema(schema: ResultSchema, version: WireVersion): TTableSchema {
  return new tcli.TTableSchema({ columns: schema.columns.map((column, i) => describe(column, i + 1, version)) })
}

/** Arrays, maps and rows are a single primitive entry too: clients read the first entry and expect just that. */
function describe({ name, type, comment }: ResultColumn, position: number, version: WireVersion): TColumnDesc {
  const { typeId, qualifiers } = wireTypeOf(type, version)
  const entry = new tcli.TPrimitiveTypeEntry({ type: typeId })
  if (qualifiers !== undefined) {
    const values = Object.entries(qualifiers).map(([key, i32Value]) => [key, new tcli.TTypeQualifierValue({ i32Value })])
    entry.typeQualifiers = new tcli.TTypeQualifiers({ qualifiers: Object.fromEntries(values) })
  }
  const typeDesc = new tcli.TTypeDesc({ types: [new tcli.TTypeEntry({ primitiveEntry: entry })] })
  return new tcli.TColumnDesc({ columnName: name, typeDesc, position, comment: comment ?? '' })
}
