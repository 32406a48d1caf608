/**
 * What a row of a changelog does to the table it describes, by its position in this list.
 *
 * @see Apache Flink, `org.apache.flink.types.RowKind`
 */
export const ROW_KINDS = ['INSERT', 'UPDATE_BEFORE', 'UPDATE_AFTER', 'DELETE'] as const

/** One of {@link ROW_KINDS}. */
export type RowKind = (typeof ROW_KINDS)[number]
