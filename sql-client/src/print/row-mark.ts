import type { RowKind } from '@sql-gateway/gateway-common'

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
