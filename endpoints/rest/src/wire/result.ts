import type { LogicalTypeRoot, ResultKind, RowKind } from '@sql-gateway/gateway-common'

/** How the values of a result are written: as JSON values, or all as text. */
export type RowFormat = 'JSON' | 'PLAIN_TEXT'

/**
 * A type on the wire: the name of its root, whether it is nullable (absent for NULL), and the parameters of the root.
 *
 * @see Apache Flink, `LogicalTypeJsonSerializer` of the SQL gateway
 */
export interface LogicalTypeBody {
  readonly type: LogicalTypeRoot
  readonly nullable?: boolean
  readonly length?: number
  readonly precision?: number
  readonly scale?: number
  readonly fractionalPrecision?: number
  readonly resolution?: string
  readonly elementType?: LogicalTypeBody
  readonly keyType?: LogicalTypeBody
  readonly valueType?: LogicalTypeBody
  readonly fields?: readonly RowFieldBody[]
  readonly class?: string
  readonly serializer?: string
}

/** A field of a ROW type on the wire. */
export interface RowFieldBody {
  readonly name: string
  readonly fieldType: LogicalTypeBody
  readonly description?: string
}

/** A column of a result. */
export interface ColumnInfoBody {
  readonly name: string
  readonly logicalType: LogicalTypeBody
  readonly comment: string | null
}

/** A row of a result: what it does to the table it describes, and its values, one for each column. */
export interface RowDataBody {
  readonly kind: RowKind
  readonly fields: readonly unknown[]
}

/** The columns and rows of a page. */
export interface ResultInfoBody {
  readonly columns: readonly ColumnInfoBody[]
  readonly rowFormat: RowFormat
  readonly data: readonly RowDataBody[]
}

/** The answer to a fetch while the statement waits or runs. */
export interface NotReadyResponseBody {
  readonly resultType: 'NOT_READY'
  readonly nextResultUri: string
}

/** The answer to a fetch with a page. */
export interface PageResponseBody {
  /** `EOS` is the end: no rows, no next page. */
  readonly resultType: 'PAYLOAD' | 'EOS'
  readonly isQueryResult: boolean
  readonly jobID?: string
  readonly resultKind: ResultKind
  readonly results: ResultInfoBody
  readonly nextResultUri?: string
}

/** The answer to a fetch. */
export type FetchResultsResponseBody = NotReadyResponseBody | PageResponseBody
