/** One column as the protocol describes it; the type is Flink's JSON form of a LogicalType. */
export interface AnswerColumn {
  readonly name: string
  readonly logicalType: unknown
  readonly comment: unknown
}

/** One row: its kind and its fields, with numbers kept as the text that stood in the answer. */
export interface AnswerRow {
  readonly kind: string
  readonly fields: readonly unknown[]
}

/** What the pages of a result say in one row format; a page that cannot be written in it ends it with the server's text. */
export interface AnswerPages {
  readonly rows: readonly AnswerRow[]
  readonly refused?: string
}

/** All that a client can learn from running one statement. */
export interface Answer {
  readonly isQueryResult?: boolean
  readonly resultKind?: string
  readonly hasJob: boolean
  readonly columns: readonly AnswerColumn[]
  readonly json: AnswerPages
  readonly text: AnswerPages
  /** Whether the end of the result came; false where the client stopped by itself or met an error. */
  readonly ended: boolean
  /** The innermost cause of a failure, as Flink's SQL client shows it: class and message. */
  readonly error?: string
}
