import type { RowKind } from '@sql-gateway/gateway-common'
import type { ResultPage, StatementResult } from '../../../src/result/statement-result.js'

/** A result whose pages a test sends when it wants. */
export interface LiveResult extends StatementResult {
  /** Sends a page of rows such as `+I 1 a`; `NULL` is null, `_` a blank. */
  send(...rows: readonly string[]): void
  /** Ends the result, well or not. */
  finish(error?: unknown): void
  readonly isClosed: boolean
}

const KINDS: Readonly<Record<string, RowKind>> = { '+I': 'INSERT', '-U': 'UPDATE_BEFORE', '+U': 'UPDATE_AFTER', '-D': 'DELETE' }

function pageOf(rows: readonly string[]): ResultPage {
  return {
    body: Buffer.alloc(0),
    dataAt: 0,
    rows: () =>
      rows.map((row) => {
        const [mark = '', ...values] = row.split(' ')
        return { kind: KINDS[mark] ?? 'INSERT', fields: values.map((value) => (value === 'NULL' ? null : value.replaceAll('_', ' '))) }
      }),
  }
}

/** Makes a result with columns such as `id:BIGINT`. */
export function createLiveResult(...columns: readonly string[]): LiveResult {
  const pages: (ResultPage | { readonly error: unknown } | undefined)[] = []
  let wake: () => void = () => undefined
  let isClosed = false

  function push(page: ResultPage | { readonly error: unknown } | undefined): void {
    pages.push(page)
    wake()
  }

  async function* read(): AsyncGenerator<ResultPage> {
    for (;;) {
      if (pages.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      const page = pages.shift()
      if (page === undefined) return
      if ('error' in page) throw page.error
      yield page
    }
  }

  return {
    columns: columns.map((column) => {
      const [name = '', type = 'VARCHAR'] = column.split(':')
      return { name, logicalType: { type: type as 'VARCHAR', nullable: true }, comment: null }
    }),
    isQuery: true,
    resultKind: 'SUCCESS_WITH_CONTENT',
    pages: read,
    close: () => {
      isClosed = true
      push(undefined)
      return Promise.resolve()
    },
    send: (...rows) => push(pageOf(rows)),
    finish: (error) => push(error === undefined ? undefined : { error }),
    get isClosed() {
      return isClosed
    },
  }
}
