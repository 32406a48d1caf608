import type { ColumnInfoBody } from '@sql-gateway/endpoint-rest/wire'
import type { ResultKind, RowKind } from '@sql-gateway/gateway-common'

/** A row as the gateway sends it in row format PLAIN_TEXT: each value is its whole text, or null for NULL. */
export interface TextRow {
  readonly kind: RowKind
  /** One for each column. */
  readonly fields: readonly (string | null)[]
}

/** A page of a result: its rows as they are wanted. Good until the next page is asked for, and its memory used again. */
export interface ResultPage {
  /** The gateway's answer as it came, JSON in UTF-8. */
  readonly body: Buffer
  /** The place of its array of rows. */
  readonly dataAt: number
  /** The rows as values; made at the first call. */
  rows(): readonly TextRow[]
}

/** What a statement answered: its columns at once, its rows as they are asked for. */
export interface StatementResult {
  readonly columns: readonly ColumnInfoBody[]
  /** False for SHOW, DESCRIBE, DDL and the like. */
  readonly isQuery: boolean
  /** `SUCCESS`: there is nothing to show but that it went well. */
  readonly resultKind: ResultKind
  /** 32 hexadecimal digits, where the engine runs jobs. */
  readonly jobId?: string
  /**
   * The pages in order, once. A page is fetched while the one before is worked on, and no further ahead. A page without rows
   * tells that the result goes on and nothing new has come. Throws what ends the result early.
   */
  pages(): AsyncIterable<ResultPage>
  /** Ends the statement at the gateway, whatever it does. Repeat calls do nothing; never rejects. */
  close(): Promise<void>
}
