import {
  type Clock,
  countRows,
  type FetchRequest,
  gatewayError,
  isGatewayError,
  isTerminalStatus,
  type MetricGroup,
  type ResultPage,
  type ResultSet,
  type RowBatch,
} from '@sql-gateway/gateway-common'
import { createDeadline, type Deadline } from '../operation/deadline.js'
import type { Operation, OperationResult } from '../operation/operation.js'
import type { OperationManager } from '../operation/operation-manager.js'
import { untilEnded } from '../operation/statement-runner.js'
import type { NormaliseError } from '../service/normalise-error.js'
import type { ReadPage } from './result-reader.js'

/** Hands out pages of operations' results; see StatementApi.fetchResults. */
export type FetchResults = (operation: Operation, request: FetchRequest) => Promise<ResultSet>

/** What the function is made of. */
export interface FetchResultsInit {
  readonly operations: OperationManager
  readonly clock: Clock
  readonly metrics: MetricGroup
  readonly normalise: NormaliseError
}

/** Makes the function that fetches. */
export function createFetchResults({ operations, clock, metrics, normalise }: FetchResultsInit): FetchResults {
  const rows = metrics.counter({ name: 'rows_fetched_total', help: 'Rows handed out to clients, repeats included.' })

  /** A result that fails on the way ends the operation; one that is gone because it was closed does not. */
  function failureOf(operation: Operation, thrown: unknown): unknown {
    if (isGatewayError(thrown) && thrown.code.startsWith('RESULT.') && thrown.code !== 'RESULT.TOO_LARGE') return thrown
    // What ended the operation also ended the read.
    if (operation.status === 'CLOSED' || operation.error !== undefined) return endError(operation)
    const error = normalise(thrown, { session: operation.session.handle, operation: operation.handle })
    operation.transition('ERROR', error)
    return error
  }

  async function fetchPage(operation: Operation, request: FetchRequest, deadline: Deadline): Promise<ResultSet> {
    if (!isTerminalStatus(operation.status)) {
      await untilEnded(operation, deadline.signal)
      if (!isTerminalStatus(operation.status)) return { resultType: 'NOT_READY' }
    }
    const result = resultOf(operation)
    let page: ReadPage
    try {
      page = await result.reader.fetch(request, deadline)
      if (page.batches.some((batch) => isUnwelcome(batch, request))) await decodeRows(page.batches, request)
    } catch (thrown) {
      throw failureOf(operation, thrown)
    }
    if (page.isEnd) operations.markDrained(operation)
    rows.add(undefined, countRows(page.batches))
    return toResultPage(result, page)
  }

  return async (operation, request) => {
    const deadline = createDeadline(clock, request.waitMs, request)
    operation.fetchesUnderWay++
    try {
      return await fetchPage(operation, request, deadline)
    } finally {
      operation.fetchesUnderWay--
      deadline.dispose()
      operations.touch(operation)
    }
  }
}

/** Whether the client of a fetch has no use for the form in which the engine has the rows. */
function isUnwelcome({ encoded }: RowBatch, { encoding }: FetchRequest): boolean {
  return encoded !== undefined && encoded.encoding !== encoding
}

async function decodeRows(batches: readonly RowBatch[], request: FetchRequest): Promise<void> {
  for (const batch of batches) if (isUnwelcome(batch, request)) await batch.encoded?.decode()
}

/** The result of an operation that has one; what it ended with otherwise. */
export function resultOf(operation: Operation): OperationResult {
  const { result, status } = operation
  if (status === 'FINISHED' && result !== undefined) return result
  throw endError(operation)
}

function endError(operation: Operation): Error {
  if (operation.status === 'CLOSED') return gatewayError('OPERATION.CLOSED', `The operation ${operation.handle} is closed.`)
  return operation.error ?? gatewayError('RESULT.NONE', `The operation ${operation.handle} has no result.`)
}

function toResultPage({ outcome, properties }: OperationResult, page: ReadPage): ResultPage {
  return {
    resultType: page.isEnd ? 'EOS' : 'PAYLOAD',
    ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
    startRow: page.startRow,
    schema: outcome.schema,
    resultKind: outcome.resultKind,
    isQueryResult: outcome.isQueryResult,
    ...(outcome.jobId === undefined ? {} : { jobId: outcome.jobId }),
    properties,
    batches: page.batches,
  }
}
