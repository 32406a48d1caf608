import { describe, expect, test } from '@jest/globals'
import {
  type FetchRequest,
  gatewayError,
  type LogicalType,
  type ResultPage,
  type ResultSchema,
  type ResultSet,
  type SqlGatewayService,
  STRING_TYPE,
  sliceBatch,
  textBatch,
} from '@sql-gateway/gateway-common'
import type { PageResponseBody } from '../../src/wire/index.js'
import { OPERATION, runEndpoint, SESSION } from '../running-endpoint.js'

const PATH = `/sessions/${SESSION}/operations/${OPERATION}/result`
const SCHEMA: ResultSchema = { columns: [{ name: 'result', type: STRING_TYPE }] }
const OK_PAGE: ResultPage = {
  resultType: 'PAYLOAD',
  properties: new Map(),
  nextToken: 1,
  startRow: 0,
  schema: SCHEMA,
  resultKind: 'SUCCESS',
  isQueryResult: false,
  batches: [textBatch([['OK']], 1)],
}

function answering(result: ResultSet) {
  const requests: FetchRequest[] = []
  const calls = {
    fetchResults: async (_caller: unknown, _session: unknown, _operation: unknown, request: FetchRequest) => {
      requests.push(request)
      return result
    },
  }
  return { calls, requests }
}

describe('fetch/fetch-answer', () => {
  test('a page has Flink’s fields in Flink’s order, and leads to the next one', async () => {
    await using endpoint = await runEndpoint(answering(OK_PAGE).calls)
    const columns = '[{"name":"result","logicalType":{"type":"VARCHAR","nullable":true,"length":2147483647},"comment":null}]'
    const page = (next: string) =>
      `{"resultType":"PAYLOAD","isQueryResult":false,"resultKind":"SUCCESS","results":{"columns":${columns},"rowFormat":"JSON","data":[{"kind":"INSERT","fields":["OK"]}]},"nextResultUri":"${next}"}`
    expect((await endpoint.send('GET', `/v4${PATH}/0`)).text).toBe(page(`/v4${PATH}/1?rowFormat=JSON`))
    expect((await endpoint.send('GET', `${PATH}/0`)).text).toBe(page(`/v4${PATH}/1?rowFormat=JSON`))
    expect((await endpoint.send('GET', `/v2${PATH}/0?rowFormat=json`)).text).toBe(page(`/v2${PATH}/1?rowFormat=JSON`))
    const first = await endpoint.send('GET', `/v1${PATH}/0?rowFormat=PLAIN_TEXT`)
    expect(first.text).toBe(page(`/v1${PATH}/1`))
    expect(first.headers['content-length']).toBe(String(Buffer.byteLength(first.text)))
  })

  test('the last page has the schema, no rows and no next page', async () => {
    const { nextToken: _next, ...rest } = OK_PAGE
    await using endpoint = await runEndpoint(answering({ ...rest, resultType: 'EOS', batches: [], jobId: 'f'.repeat(32) }).calls)
    const { json, text } = await endpoint.send('GET', `/v2${PATH}/1?rowFormat=PLAIN_TEXT`)
    expect(text).toMatch(/^\{"resultType":"EOS","isQueryResult":false,"jobID":"f{32}","resultKind":"SUCCESS","results":/)
    expect(json).not.toHaveProperty('nextResultUri')
    expect((json as PageResponseBody).results).toMatchObject({ rowFormat: 'PLAIN_TEXT', data: [] })
  })

  test('what is not ready leads back to token 0', async () => {
    await using endpoint = await runEndpoint(answering({ resultType: 'NOT_READY' }).calls)
    expect((await endpoint.send('GET', `/v2${PATH}/99?rowFormat=PLAIN_TEXT`)).text).toBe(
      `{"resultType":"NOT_READY","nextResultUri":"/v2${PATH}/0?rowFormat=PLAIN_TEXT"}`,
    )
    expect((await endpoint.send('GET', `/v1${PATH}/-7`)).text).toBe(`{"resultType":"NOT_READY","nextResultUri":"/v1${PATH}/0"}`)
  })

  test('the service is asked for the token with the limits and the wait of the settings', async () => {
    const { calls, requests } = answering({ resultType: 'NOT_READY' })
    await using endpoint = await runEndpoint(calls, { settings: { fetchMaxRows: 7, fetchMaxBytes: 8, fetchWaitMs: 9 } })
    for (const token of ['0', '+3', '-1']) await endpoint.send('GET', `/v1${PATH}/${token}`)
    expect(requests.map(({ position }) => position)).toEqual([{ token: 0 }, { token: 3 }, { token: -1 }])
    expect(requests[0]).toMatchObject({ maxRows: 7, maxBytes: 8, waitMs: 9 })
  })

  test('rows of a changelog have their kinds', async () => {
    const rows = textBatch([['a'], ['b'], ['c'], ['d']], 1)
    await using endpoint = await runEndpoint(answering({ ...OK_PAGE, batches: [{ ...rows, rowKinds: Uint8Array.of(0, 1, 2, 3) }] }).calls)
    const { json } = await endpoint.send('GET', `/v1${PATH}/0`)
    expect((json as PageResponseBody).results.data).toEqual([
      { kind: 'INSERT', fields: ['a'] },
      { kind: 'UPDATE_BEFORE', fields: ['b'] },
      { kind: 'UPDATE_AFTER', fields: ['c'] },
      { kind: 'DELETE', fields: ['d'] },
    ])
  })

  test('instants are in the zone that the statement ran in', async () => {
    const type: LogicalType = { root: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', nullable: false, precision: 3 }
    const schema: ResultSchema = { columns: [{ name: 't', type, comment: 'when' }] }
    const vector = { layout: 'timestamp64', unit: 's', length: 1, values: BigInt64Array.of(0n) } as const
    const page: ResultPage = { ...OK_PAGE, isQueryResult: true, schema, batches: [{ rowCount: 1, columns: [vector] }] }
    await using endpoint = await runEndpoint(answering({ ...page, properties: new Map([['table.local-time-zone', 'Asia/Tokyo']]) }).calls)
    const { json } = await endpoint.send('GET', `/v2${PATH}/0`)
    expect((json as PageResponseBody).results).toEqual({
      columns: [{ name: 't', logicalType: { type: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', nullable: false, precision: 3 }, comment: 'when' }],
      rowFormat: 'JSON',
      data: [{ kind: 'INSERT', fields: ['1970-01-01T09:00:00Z'] }],
    })
  })

  test('a zone that does not exist is an error that names it', async () => {
    const type: LogicalType = {
      root: 'ARRAY',
      nullable: true,
      elementType: { root: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', nullable: true, precision: 3 },
    }
    const schema: ResultSchema = { columns: [{ name: 't', type }] }
    const page: ResultPage = { ...OK_PAGE, schema, batches: [{ rowCount: 1, columns: [{ layout: 'null', length: 1 }] }] }
    await using endpoint = await runEndpoint(answering({ ...page, properties: new Map([['table.local-time-zone', 'Mars']]) }).calls)
    const { status, text } = await endpoint.send('GET', `/v2${PATH}/0`)
    expect(status).toBe(500)
    expect(text).toContain("There is no time zone 'Mars'.")
  })

  test('a large page arrives whole', async () => {
    const cells = Array.from({ length: 60_000 }, (_, i) => [`row ${i}`, i % 3 === 0 ? null : 'x'.repeat(i % 200)])
    const whole = textBatch(cells, 2)
    const batches = [sliceBatch(whole, 0, 1), sliceBatch(whole, 1, 40_000), sliceBatch(whole, 40_000, 60_000)]
    const schema: ResultSchema = { columns: [SCHEMA.columns[0], SCHEMA.columns[0]] as ResultSchema['columns'] }
    await using endpoint = await runEndpoint(answering({ ...OK_PAGE, schema, batches }).calls)
    const { json } = await endpoint.send('GET', `/v2${PATH}/0`)
    expect((json as PageResponseBody).results.data.map(({ fields }) => fields)).toEqual(cells)
  })

  test('pages that are fetched at once do not mix, though they share memory one after the other', async () => {
    const fetchResults: SqlGatewayService['fetchResults'] = async (_caller, _session, _operation, { position }) => {
      const letter = String('token' in position ? position.token : 0)
      return {
        ...OK_PAGE,
        batches: [
          textBatch(
            Array.from({ length: 5000 }, () => [letter.repeat(100)]),
            1,
          ),
        ],
      }
    }
    await using endpoint = await runEndpoint({ fetchResults })
    for (let round = 0; round < 3; round++) {
      const replies = await Promise.all([1, 2, 3, 4, 5].map((token) => endpoint.send('GET', `/v2${PATH}/${token}`)))
      for (const [i, { json }] of replies.entries()) {
        const values = new Set((json as PageResponseBody).results.data.map(({ fields }) => fields[0]))
        expect([...values]).toEqual([String(i + 1).repeat(100)])
      }
    }
  })

  test('a result without columns has rows without values', async () => {
    await using endpoint = await runEndpoint(
      answering({ ...OK_PAGE, schema: { columns: [] }, batches: [{ rowCount: 2, columns: [] }] }).calls,
    )
    const { json } = await endpoint.send('GET', `/v2${PATH}/0`)
    expect((json as PageResponseBody).results).toEqual({
      columns: [],
      rowFormat: 'JSON',
      data: [
        { kind: 'INSERT', fields: [] },
        { kind: 'INSERT', fields: [] },
      ],
    })
  })

  test('a cancel that comes too late is an error that tells the status', async () => {
    await using endpoint = await runEndpoint({
      cancelOperation: async () => false,
      getOperationInfo: async () => ({
        handle: OPERATION,
        status: 'FINISHED',
        type: 'EXECUTE_STATEMENT',
        hasResultSet: true,
        submittedAtMs: 0,
      }),
      closeOperation: async () => false,
    })
    const path = `/v2/sessions/${SESSION}/operations/${OPERATION}`
    const reply = await endpoint.send('POST', `${path}/cancel`)
    expect(reply.status).toBe(500)
    expect(reply.text).toContain(`Failed to convert the Operation Status from FINISHED to CANCELED for ${OPERATION}.`)
    expect((await endpoint.send('GET', `${path}/status`)).json).toEqual({ status: 'FINISHED' })
    expect((await endpoint.send('DELETE', `${path}/close`)).json).toEqual({ status: 'CLOSED' })
  })

  test('a failed statement is two texts with its code in a header', async () => {
    await using endpoint = await runEndpoint({
      fetchResults: () => Promise.reject(gatewayError('STATEMENT.SYNTAX', 'Encountered "<EOF>" at line 1.')),
    })
    const { status, headers, json } = await endpoint.send('GET', `/v2${PATH}/0`)
    expect([status, headers['x-sql-gateway-error'], headers['x-sql-gateway-sqlstate']]).toEqual([500, 'STATEMENT.SYNTAX', '42000'])
    const { errors } = json as { errors: string[] }
    expect(errors[0]).toBe('Internal server error.')
    expect(errors[1]).toMatch(
      /\nCaused by: STATEMENT\.SYNTAX: Encountered "<EOF>" at line 1\.\n\tat gateway\([-0-9a-f]{36}\)\nEnd of exception/,
    )
  })
})
