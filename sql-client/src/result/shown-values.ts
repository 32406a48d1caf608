import type { LogicalTypeRoot, RowKind } from '@sql-gateway/gateway-common'

/**
 * The short marks of row kinds.
 *
 * @see Apache Flink, `RowKind#shortString`
 */
export const ROW_MARKS: Readonly<Record<RowKind, string>> = {
  INSERT: '+I',
  UPDATE_BEFORE: '-U',
  UPDATE_AFTER: '+U',
  DELETE: '-D',
}

/** NULL as people see it: no text in angle brackets is likely. */
export const NULL_TEXT = '<NULL>'

/** Types whose values stand to the right, so that digits stand under each other. */
export const NUMBERS: ReadonlySet<LogicalTypeRoot> = new Set<LogicalTypeRoot>([
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'FLOAT',
  'DOUBLE',
  'DECIMAL',
])
