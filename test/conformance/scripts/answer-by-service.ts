import {
  ANONYMOUS,
  isGatewayError,
  type ResultPage,
  type ResultSchema,
  type SessionHandle,
  type SqlGatewayService,
} from '@sql-gateway/gateway-common'
import { renderRows } from '@sql-gateway/gateway-common/testkit'
import { type AnswerStatement, errorLine, rowLine } from './sql-script.js'

/** What the service itself answered to a statement. */
export interface ServiceAnswer {
  readonly lines: readonly string[]
  /** Of the result; absent where the statement failed. */
  readonly schema?: ResultSchema
  /** Of the error; absent where the statement succeeded. */
  readonly errorText?: string
}

const PAGE = { maxRows: 100, maxBytes: 2 ** 20, waitMs: 10_000 }

/** Opens a session for a script. */
async function openScriptSession(service: SqlGatewayService): Promise<SessionHandle> {
  return service.openSession({ principal: ANONYMOUS, endpointVersion: { protocol: 'script', version: 1 }, properties: new Map() })
}

/** Answers statements by calls of the service, in one session. */
export async function answerByService(service: SqlGatewayService): Promise<(statement: string) => Promise<ServiceAnswer>> {
  const session = await openScriptSession(service)

  async function pagesOf(statement: string): Promise<readonly ResultPage[]> {
    const operation = await service.executeStatement(ANONYMOUS, session, statement)
    const pages: ResultPage[] = []
    for (let token: number | undefined = 0; token !== undefined; ) {
      const page = await service.fetchResults(ANONYMOUS, session, operation, { position: { token }, ...PAGE })
      if (page.resultType === 'NOT_READY') continue
      pages.push(page)
      token = page.nextToken
    }
    await service.closeOperation(ANONYMOUS, session, operation)
    return pages
  }

  return async (statement) => {
    try {
      const pages = await pagesOf(statement)
      const schema = pages[0]?.schema ?? { columns: [] }
      const rows = pages.flatMap(({ batches }) => renderRows(schema, batches))
      return { schema, lines: [rowLine(schema.columns.map(({ name }) => name)), ...rows.map(rowLine)] }
    } catch (error) {
      if (!isGatewayError(error)) throw error
      return { lines: [errorLine(error.publicMessage)], errorText: error.publicMessage }
    }
  }
}

/** Only the lines. */
export function linesOf(answer: (statement: string) => Promise<ServiceAnswer>): AnswerStatement {
  return async (statement) => (await answer(statement)).lines
}
