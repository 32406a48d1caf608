import { describe, expect, test } from '@jest/globals'
import {
  ANONYMOUS,
  gatewayError,
  type ResultSource,
  STRING_TYPE,
  type StatementOutcome,
  type SubmittedOperation,
  textBatch,
} from '@sql-gateway/gateway-common'
import { createServiceUnderTest } from './service-under-test.js'

function outcomeOf(rows: ResultSource): StatementOutcome {
  return { schema: { columns: [{ name: 'x', type: STRING_TYPE }] }, resultKind: 'SUCCESS_WITH_CONTENT', isQueryResult: true, rows }
}

function work(execute: SubmittedOperation['execute']): SubmittedOperation {
  return { type: 'GET_TABLES', description: 'GetTables', hasResultSet: true, execute }
}

describe('gateway-service: work of an endpoint', () => {
  test('a result that comes after the cancel is closed', async () => {
    const t = await createServiceUnderTest()
    const session = await t.open()
    const engine = Promise.withResolvers<StatementOutcome>()
    const closed = Promise.withResolvers<void>()
    const handle = await t.service.submitOperation(
      ANONYMOUS,
      session,
      work(() => engine.promise),
    )
    await t.service.cancelOperation(ANONYMOUS, session, handle)
    const rows: ResultSource = {
      seekable: false,
      ready: async () => undefined,
      read: async () => ({ batches: [], endOfData: true }),
      close: async () => closed.resolve(),
    }
    engine.resolve(outcomeOf(rows))
    await closed.promise
    expect((await t.info(session, handle)).status).toBe('CANCELED')
  })

  test('a wait that is over is taken back from the source, and a source that fails when closed does not change what the fetch says', async () => {
    const t = await createServiceUnderTest()
    const session = await t.open()
    const signals: AbortSignal[] = []
    const gone = Promise.withResolvers<void>()
    const rows: ResultSource = {
      seekable: true,
      ready: (_row, signal) => {
        signals.push(signal)
        return Promise.race([
          gone.promise,
          new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
        ])
      },
      read: async () => ({ batches: [], endOfData: false }),
      close: async () => gone.reject(gatewayError('ENGINE.FAILED', 'gone')),
    }
    const handle = await t.service.submitOperation(
      ANONYMOUS,
      session,
      work(async () => outcomeOf(rows)),
    )
    await t.service.awaitOperation(ANONYMOUS, session, handle, 'terminal', 1000)
    const idle = t.fetchPage(session, handle, 0, { waitMs: 500 })
    await t.clock.advance(500)
    expect(await idle).toMatchObject({ batches: [], nextToken: 1 })
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
    const waiting = t.fetch(session, handle, 1, { waitMs: 60_000 })
    await t.clock.settle()
    await t.service.closeOperation(ANONYMOUS, session, handle)
    await expect(waiting).rejects.toMatchObject({ code: 'OPERATION.CLOSED' })
  })

  test('the last page of a stream can be repeated however large it was', async () => {
    const t = await createServiceUnderTest({ replayMaxRows: 1, replayMaxBytes: 1 })
    const session = await t.open()
    const batches = [textBatch([['a'], ['b']], 1), textBatch([['c']], 1)]
    const rows: ResultSource = {
      seekable: false,
      ready: async () => undefined,
      read: async () => ({ batches: batches.splice(0), endOfData: true }),
      close: async () => undefined,
    }
    const handle = await t.service.submitOperation(
      ANONYMOUS,
      session,
      work(async () => outcomeOf(rows)),
    )
    await t.service.awaitOperation(ANONYMOUS, session, handle, 'terminal', 1000)
    const page = await t.fetchPage(session, handle, 0)
    expect(page.batches.length).toBe(2)
    expect(await t.fetchPage(session, handle, 0)).toEqual(page)
    expect(await t.fetchPage(session, handle, 1)).toMatchObject({ resultType: 'EOS' })
  })
})
