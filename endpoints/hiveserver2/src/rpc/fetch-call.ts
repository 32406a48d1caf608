import {
  type FetchOrientation,
  gatewayError,
  type OperationHandle,
  type ResultPage,
  type RowBatch,
  type SessionHandle,
  STRING_TYPE,
  textBatch,
} from '@sql-gateway/gateway-common'
import tcli, { type TFetchResultsReq } from '#generated/TCLIService_types.js'
import { success } from '../mapping/statuses.js'
import { textContextOf } from '../session/text-context.js'
import { PLAIN_TEXT } from '../text/scalar-text.js'
import { fromInt64 } from '../wire/int64.js'
import type { FetchReply, RowPage } from '../wire/page-reply.js'
import type { Caller } from './caller.js'
import type { Gateway } from './gateway.js'
import { findOperation, sessionVersion } from './operation-lookup.js'

const { TFetchOrientation: Orientation } = tcli

/** The two kinds of rows: those of the result, and the lines of the log. */
const RESULT = 0
const LOG = 1
const ALL_LINES = 2 ** 31 - 1
const AS_LONG_AS_IT_TAKES_MS = 2 ** 31 - 1
const INSERT_KIND = 0

/** Hands out rows of a result or lines of a log. */
export async function fetchResults(gateway: Gateway, caller: Caller, request: TFetchResultsReq): Promise<FetchReply> {
  const { session, operation } = await findOperation(gateway, caller, request.operationHandle)
  const orientation = readOrientation(request.orientation ?? Orientation.FETCH_NEXT)
  const rows = fromInt64(request.maxRows)
  switch (request.fetchType ?? RESULT) {
    case RESULT:
      return { status: success(), page: await rowsOf(gateway, caller, session, operation, { orientation, rows }) }
    case LOG:
      return { status: success(), page: await logOf(gateway, caller, session, operation, { orientation, rows }) }
    default:
      throw unsupported(`There is no fetch type ${request.fetchType}: 0 fetches rows, 1 the log.`)
  }
}

interface Wanted {
  readonly orientation: FetchOrientation
  /** Zero and less mean as many as there may be. */
  readonly rows: number
}

/** An answer without rows means the end to every client, so this waits for the first row, however long it takes. */
async function rowsOf(
  gateway: Gateway,
  caller: Caller,
  session: SessionHandle,
  operation: OperationHandle,
  wanted: Wanted,
): Promise<RowPage> {
  const { service, settings } = gateway
  const request = {
    position: { orientation: wanted.orientation },
    maxRows: wanted.rows > 0 ? Math.min(wanted.rows, settings.maxFetchRows) : settings.maxFetchRows,
    maxBytes: settings.maxFetchBytes,
    waitMs: AS_LONG_AS_IT_TAKES_MS,
    signal: caller.gone,
  }
  let page: ResultPage | undefined
  do {
    const fetched = await service.fetchResults(caller.principal, session, operation, request)
    if (caller.gone.aborted) throw gatewayError('OPERATION.CLOSED', 'The client is gone.')
    if (fetched.resultType !== 'NOT_READY') page = fetched
  } while (page === undefined || (page.resultType === 'PAYLOAD' && page.batches.every(({ rowCount }) => rowCount === 0)))
  refuseChangelog(page.batches)
  const version = await sessionVersion(gateway, caller, session)
  return {
    startRow: page.startRow,
    hasMoreRows: page.resultType !== 'EOS',
    columnTypes: page.schema.columns.map(({ type }) => type),
    batches: page.batches,
    version,
    text: textContextOf(page, version),
  }
}

/** The log as one column of text; what is not there yet is not waited for. */
async function logOf(
  gateway: Gateway,
  caller: Caller,
  session: SessionHandle,
  operation: OperationHandle,
  wanted: Wanted,
): Promise<RowPage> {
  const { orientation, rows } = wanted
  if (orientation === 'FETCH_PRIOR') throw unsupported('The log is read by FETCH_NEXT and FETCH_FIRST.')
  const maxLines = rows > 0 ? Math.min(rows, ALL_LINES) : ALL_LINES
  const lines = await gateway.service.fetchLog(caller.principal, session, operation, { orientation, maxLines })
  return {
    startRow: 0,
    hasMoreRows: false,
    columnTypes: [STRING_TYPE],
    batches: [
      textBatch(
        lines.map((line) => [line]),
        1,
      ),
    ],
    version: await sessionVersion(gateway, caller, session),
    text: PLAIN_TEXT,
  }
}

function readOrientation(orientation: number): FetchOrientation {
  switch (orientation) {
    case Orientation.FETCH_NEXT:
      return 'FETCH_NEXT'
    case Orientation.FETCH_PRIOR:
      return 'FETCH_PRIOR'
    case Orientation.FETCH_FIRST:
      return 'FETCH_FIRST'
    default:
      throw unsupported(`The fetch orientation ${orientation} is not supported; FETCH_NEXT, FETCH_PRIOR and FETCH_FIRST are.`)
  }
}

/** A changed or deleted row would look like one more row to these clients. */
function refuseChangelog(batches: readonly RowBatch[]): void {
  if (batches.every(({ rowKinds }) => rowKinds?.every((kind) => kind === INSERT_KIND) ?? true)) return
  throw gatewayError(
    'FEATURE.UNSUPPORTED',
    "The result is a changelog with updated or deleted rows, which HiveServer2 cannot show. Run the statement in batch mode: SET 'execution.runtime-mode' = 'batch'.",
  )
}

function unsupported(text: string) {
  return gatewayError('RESULT.ORIENTATION_UNSUPPORTED', text)
}
