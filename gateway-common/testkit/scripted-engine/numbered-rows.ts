import type { ResultSchema } from '../../src/result/result-schema.js'
import { type RowBatch, utf8Vector } from '../../src/result/row-batch.js'
import { ROW_KINDS } from '../../src/result/row-kind.js'
import { BIGINT_TYPE, STRING_TYPE } from '../../src/type/logical-type.js'

/** The columns of the rows that SELECT gives: `id` BIGINT and `name` STRING. */
export const NUMBERED_SCHEMA: ResultSchema = Object.freeze({
  columns: [
    { name: 'id', type: BIGINT_TYPE },
    { name: 'name', type: STRING_TYPE },
  ],
})

/**
 * The name in a row of SELECT: `row <id>`, and NULL in each tenth row.
 *
 * @param id - the row's number, from 1
 * @param width - with WIDE, how long the name is at least, filled up with `x`
 */
export function numberedName(id: number, width = 0): string | null {
  return id % 10 === 0 ? null : `row ${id}`.padEnd(width, 'x')
}

/** The kind of a row of SELECT … KINDS, as an index in ROW_KINDS: the kinds take turns. */
export function numberedKind(id: number): number {
  return (id - 1) % ROW_KINDS.length
}

/** The rows of SELECT after the first `from` of them, up to and with row `to`. */
export function numberedBatch(from: number, to: number, options: { readonly kinds: boolean; readonly width: number }): RowBatch {
  const ids = Array.from({ length: to - from }, (_, i) => from + i + 1)
  const columns = [
    { layout: 'int64', length: ids.length, values: BigInt64Array.from(ids, BigInt) } as const,
    utf8Vector(ids.map((id) => numberedName(id, options.width))),
  ]
  return options.kinds ? { rowCount: ids.length, columns, rowKinds: Uint8Array.from(ids, numberedKind) } : { rowCount: ids.length, columns }
}
