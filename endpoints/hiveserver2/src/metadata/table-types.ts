import type { TableKind } from '@sql-gateway/gateway-common'

/** What JDBC's clients call the kinds of tables. To them a temporary table is a table like others. */
const TYPE_OF_KIND = {
  TABLE: 'TABLE',
  VIEW: 'VIEW',
  MATERIALIZED_TABLE: 'MATERIALIZED_VIEW',
  SYSTEM_TABLE: 'SYSTEM TABLE',
  TEMPORARY_TABLE: 'TABLE',
  TEMPORARY_VIEW: 'VIEW',
} as const satisfies Readonly<Record<TableKind, string>>

/** Hive's own names, which some clients ask for. */
const ALIASES: Readonly<Record<string, string>> = {
  MANAGED_TABLE: 'TABLE',
  EXTERNAL_TABLE: 'TABLE',
  VIRTUAL_VIEW: 'VIEW',
  MATERIALIZED_TABLE: 'MATERIALIZED_VIEW',
  SYSTEM_TABLE: 'SYSTEM TABLE',
}

/** The type of a table as GetTables shows it. */
export function tableTypeOf(kind: TableKind): string {
  return TYPE_OF_KIND[kind]
}

/**
 * The kinds that a client asks for. Names that nobody knows select nothing: Hue asks for every kind that Hive has.
 *
 * @returns nothing where it does not say
 */
export function kindsOf(types: readonly string[] | null | undefined): readonly TableKind[] | undefined {
  if (types === null || types === undefined || types.length === 0) return undefined
  const wanted = new Set(types.map((type) => ALIASES[type.toUpperCase()] ?? type.toUpperCase()))
  return (Object.keys(TYPE_OF_KIND) as TableKind[]).filter((kind) => wanted.has(TYPE_OF_KIND[kind]))
}
