import { describe, expect, test } from '@jest/globals'
import {
  ANONYMOUS,
  type FetchRequest,
  gatewayError,
  NO_METRICS,
  newSessionHandle,
  type RowBatch,
  type RowEncoding,
  type SeekableResultSource,
  SILENT_LOGGER,
  STRING_TYPE,
  SYSTEM_CLOCK,
  textBatch,
  toGatewayError,
} from '@sql-gateway/gateway-common'
import { Operation } from '../../src/operation/operation.js'
import type { OperationManager } from '../../src/operation/operation-manager.js'
import { createFetchResults } from '../../src/result/fetch-results.js'
import { createResultReader } from '../../src/result/result-reader.js'
import { createActivities } from '../../src/session/activities.js'
import { Session, type SessionOrigin } from '../../src/session/session.js'

const SCHEMA = { columns: [{ name: 's', type: STRING_TYPE }] }
const NOTHING = new Map<string, string>()

/** A finished operation whose result is one batch. */
function finished(batch: RowBatch): Operation {
  const origin = { principal: ANONYMOUS } as SessionOrigin
  const session = new Session(newSessionHandle(), undefined, origin, NOTHING, 0)
  const operation = new Operation({
    session,
    activity: createActivities(0, SYSTEM_CLOCK, SILENT_LOGGER).of(session),
    type: 'EXECUTE_STATEMENT',
    description: 'SELECT',
    hasResultSet: true,
    clock: SYSTEM_CLOCK,
    logMaxLines: 1,
    onTransition: () => undefined,
  })
  const source: SeekableResultSource = {
    seekable: true,
    ready: async () => undefined,
    read: async (from) => (from === 0 ? { batches: [batch], endOfData: true } : { batches: [], endOfData: true }),
    close: async () => undefined,
  }
  operation.transition('PENDING')
  operation.transition('RUNNING')
  operation.transition('FINISHED', {
    outcome: { schema: SCHEMA, isQueryResult: true, resultKind: 'SUCCESS_WITH_CONTENT' },
    reader: createResultReader(source, SYSTEM_CLOCK),
    properties: NOTHING,
  })
  return operation
}

/** Rows that the engine has in a form of its own; `decode` is what makes columns of them. */
function encodedBatch(decode: () => Promise<void>): RowBatch {
  const { rowCount, columns } = textBatch([['a']], 1)
  const batch: RowBatch = {
    rowCount,
    columns,
    encoded: { encoding: 'FLINK_JSON', bytes: new Uint8Array(1), slice: () => batch, decode },
  }
  return batch
}

function fetchFirst(operation: Operation, encoding?: RowEncoding) {
  const operations = { touch: () => undefined, markDrained: () => undefined } as Partial<OperationManager> as OperationManager
  const fetch = createFetchResults({
    operations,
    clock: SYSTEM_CLOCK,
    metrics: NO_METRICS,
    normalise: (thrown) => toGatewayError(thrown, 'x'),
  })
  const request: FetchRequest = { position: { token: 0 }, maxRows: 10, maxBytes: 1000, waitMs: 0 }
  return fetch(operation, encoding === undefined ? request : { ...request, encoding })
}

describe('gateway-service: rows that an engine has in a form of its own', () => {
  test('have their columns before a client sees them that did not ask for that form', async () => {
    let decoded = 0
    const decode = async () => {
      decoded++
    }
    await fetchFirst(finished(encodedBatch(decode)))
    expect(decoded).toBe(1)
  })

  test('come as they are to one that did', async () => {
    let decoded = 0
    const decode = async () => {
      decoded++
    }
    const page = await fetchFirst(finished(encodedBatch(decode)), 'FLINK_JSON')
    expect(page).toMatchObject({ resultType: 'PAYLOAD', batches: [{ encoded: { encoding: 'FLINK_JSON' } }] })
    expect(decoded).toBe(0)
  })

  test('end the operation where they cannot be read', async () => {
    const operation = finished(
      encodedBatch(async () => {
        throw gatewayError('ENGINE.FAILED', 'no rows')
      }),
    )
    await expect(fetchFirst(operation)).rejects.toMatchObject({ code: 'ENGINE.FAILED' })
    expect(operation.status).toBe('ERROR')
  })

  test('are let go with their operation', () => {
    const operation = finished(encodedBatch(async () => undefined))
    operation.transition('CLOSED')
    expect(operation.result).toBeUndefined()
  })
})
