import type { LogicalType } from '../type/logical-type.js'

/** One column of a result. */
export interface ResultColumn {
  /** As the engine names it; names may repeat and may hold any character. */
  readonly name: string
  readonly type: LogicalType
  readonly comment?: string
}

/** The columns of a result, in order; there may be none. */
export interface ResultSchema {
  readonly columns: readonly ResultColumn[]
}

/**
 * Whether a statement succeeded with rows worth printing (`SUCCESS_WITH_CONTENT`) or just succeeded (`SUCCESS`, whose
 * only row says `OK`).
 *
 * @see Apache Flink, `org.apache.flink.table.api.ResultKind`
 */
export type ResultKind = 'SUCCESS' | 'SUCCESS_WITH_CONTENT'
