import type { LogicalType, RowKind } from '@sql-gateway/gateway-common'
import type { ReadingContext } from '../../src/result/column-builders.js'
import { createPageReader, type FlinkPage } from '../../src/result/page.js'
import { logicalTypeBody } from '../../src/type/logical-type-body.js'

/** A column of a page that a test writes. */
export interface PageColumn {
  readonly name: string
  readonly type: LogicalType
  readonly comment?: string
}

/** What of a page a test chooses. */
export interface PageChoices {
  readonly columns: readonly PageColumn[]
  /** The values of each row, as JSON text. */
  readonly rows?: readonly (readonly string[])[]
  readonly kinds?: readonly RowKind[]
  readonly format?: 'JSON' | 'PLAIN_TEXT'
  /** Absent at the end. */
  readonly nextToken?: number
  readonly isQueryResult?: boolean
  readonly resultKind?: 'SUCCESS' | 'SUCCESS_WITH_CONTENT'
  readonly jobId?: string
}

/** The answer to a fetch, field by field as Flink's gateway writes it. */
export function pageText(choices: PageChoices): string {
  const { columns, rows = [], kinds = [], format = 'JSON', nextToken, jobId } = choices
  const { isQueryResult = true, resultKind = 'SUCCESS_WITH_CONTENT' } = choices
  const heads = columns.map(({ name, type, comment }) => ({ name, logicalType: logicalTypeBody(type), comment: comment ?? null }))
  const data = rows.map((fields, i) => `{"kind":"${kinds[i] ?? 'INSERT'}","fields":[${fields.join(',')}]}`)
  const head = [
    `"resultType":"${nextToken === undefined ? 'EOS' : 'PAYLOAD'}"`,
    `"isQueryResult":${isQueryResult}`,
    ...(jobId === undefined ? [] : [`"jobID":"${jobId}"`]),
    `"resultKind":"${resultKind}"`,
    `"results":{"columns":${JSON.stringify(heads)},"rowFormat":"${format}","data":[${data.join(',')}]}`,
    ...(nextToken === undefined ? [] : [`"nextResultUri":"/v4/sessions/s/operations/o/result/${nextToken}?rowFormat=${format}"`]),
  ]
  return `{${head.join(',')}}`
}

/** A page reader that takes pages as text. */
export function openPageReader(context: ReadingContext): { read(page: string): Promise<FlinkPage | undefined> } {
  const reader = createPageReader(context)
  return { read: (page) => reader.read(Buffer.from(page)) }
}
