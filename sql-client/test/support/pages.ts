import type { ColumnInfoBody, LogicalTypeBody } from '@sql-gateway/endpoint-rest/wire'
import type { RowKind } from '@sql-gateway/gateway-common'
import { createResultPage, readPageHead } from '../../src/rest/result-page.js'
import type { ResultPage, StatementResult } from '../../src/result/statement-result.js'

/** A column of a type. */
export function column(name: string, type: LogicalTypeBody['type'] = 'VARCHAR'): ColumnInfoBody {
  return { name, logicalType: { type, nullable: true }, comment: null }
}

/** The text of an answer to a fetch, as gateways write it. */
export function answerText(columns: readonly ColumnInfoBody[], rows: readonly (readonly unknown[])[], kind: RowKind = 'INSERT'): string {
  const data = rows.map((fields) => ({ kind, fields }))
  const results = { columns, rowFormat: 'PLAIN_TEXT', data }
  return JSON.stringify({
    resultType: 'PAYLOAD',
    isQueryResult: true,
    resultKind: 'SUCCESS_WITH_CONTENT',
    results,
    nextResultUri: '/v2/x/result/1',
  })
}

/** A page of an answer. */
export function pageOf(text: string): ResultPage {
  const body = Buffer.from(text)
  const head = readPageHead(body)
  if (head === undefined || head.resultType === 'NOT_READY') throw new TypeError('it is no page')
  return createResultPage(body, head.dataAt)
}

/** A result of pages that are there. */
export function resultOf(
  columns: readonly ColumnInfoBody[],
  pages: readonly ResultPage[],
  rest: Partial<StatementResult> = {},
): StatementResult {
  return {
    columns,
    isQuery: true,
    resultKind: 'SUCCESS_WITH_CONTENT',
    pages: async function* () {
      yield* pages
    },
    close: () => Promise.resolve(),
    ...rest,
  }
}
