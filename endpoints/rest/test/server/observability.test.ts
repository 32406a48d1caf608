import { describe, expect, test } from '@jest/globals'
import {
  gatewayError,
  type LogFields,
  type Logger,
  type MetricGroup,
  type MetricLabels,
  type ResultPage,
  STRING_TYPE,
  textBatch,
} from '@sql-gateway/gateway-common'
import { OPERATION, runEndpoint, SESSION } from '../running-endpoint.js'

/** Keeps what is counted, as name, labels and amount. */
function recordingMetrics() {
  const counted: [name: string, labels: MetricLabels | undefined, by: number | undefined][] = []
  const observed: [name: string, labels: MetricLabels | undefined][] = []
  const metrics: MetricGroup = {
    counter: ({ name }) => ({ add: (labels, by) => void counted.push([name, labels, by]) }),
    histogram: ({ name }) => ({ observe: (_value, labels) => void observed.push([name, labels]) }),
    gauge: () => undefined,
    group: () => metrics,
  }
  return { metrics, counted, observed }
}

/** Keeps what is logged, as level, message and fields. */
function recordingLogger() {
  const lines: [level: string, message: string, fields: LogFields][] = []
  const log = (level: string) => (fields: LogFields, message: string) => void lines.push([level, message, fields])
  const logger: Logger = { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error'), child: () => logger }
  return { logger, lines }
}

describe('server/request-metrics', () => {
  test('requests are counted by route and status, with their rows and bytes', async () => {
    const { metrics, counted, observed } = recordingMetrics()
    const page: ResultPage = {
      resultType: 'EOS',
      properties: new Map(),
      startRow: 0,
      schema: { columns: [{ name: 'a', type: STRING_TYPE }] },
      resultKind: 'SUCCESS',
      isQueryResult: false,
      batches: [textBatch([['x'], ['y']], 1)],
    }
    await using endpoint = await runEndpoint({ fetchResults: async () => page }, { metrics })
    const { text } = await endpoint.send('GET', `/v1/sessions/${SESSION}/operations/${OPERATION}/result/0`)
    await endpoint.send('GET', '/nowhere')
    const route = '/sessions/:session_handle/operations/:operation_handle/result/:token'
    expect(counted.slice(0, 3)).toEqual([
      ['requests_total', { method: 'GET', route, status: '200' }, undefined],
      ['response_bytes_total', undefined, Buffer.byteLength(text)],
      ['rows_total', undefined, 2],
    ])
    expect(counted[3]).toEqual(['requests_total', { method: 'other', route: 'unknown', status: '404' }, undefined])
    expect(observed[0]).toEqual(['request_duration_seconds', { method: 'GET', route }])
  })
})

describe('server/failure-answer', () => {
  test('an unknown failure is logged whole under the id that the client is shown, and tells the client nothing', async () => {
    const { logger, lines } = recordingLogger()
    const failure = new TypeError('password hunter2 in /opt/secret')
    await using endpoint = await runEndpoint({ heartbeat: () => Promise.reject(failure) }, { logger })
    const { status, text } = await endpoint.send('POST', `/v1/sessions/${SESSION}/heartbeat`)
    expect(status).toBe(500)
    expect(text).not.toMatch(/hunter2|secret|TypeError/)
    const [, , fields] = lines.find(([level]) => level === 'error') ?? []
    expect(fields).toMatchObject({ code: 'GATEWAY.BUG', operationId: 'triggerSession', err: failure })
    expect(text).toContain(`gateway(${String(fields?.['correlationId'])})`)
  })

  test('what is the client’s own doing is logged at level debug, limits and engines at level warn', async () => {
    const { logger, lines } = recordingLogger()
    const codes = ['SESSION.NOT_FOUND', 'OPERATION.QUEUE_FULL', 'ENGINE.UNREACHABLE'] as const
    let next = 0
    await using endpoint = await runEndpoint(
      { heartbeat: () => Promise.reject(gatewayError(codes[next++] ?? 'GATEWAY.BUG', 'No.')) },
      { logger },
    )
    const replies = []
    for (const _ of codes) replies.push(await endpoint.send('POST', `/v1/sessions/${SESSION}/heartbeat`))
    expect(lines.filter(([, message]) => message.startsWith('request ') && message !== 'request answered').map(([level]) => level)).toEqual(
      ['debug', 'warn', 'warn'],
    )
    expect(replies.map(({ headers }) => headers['retry-after'])).toEqual([undefined, '1', '1'])
  })

  test('the debug option shows stack and causes, and the synthetic end all the same', async () => {
    const error = gatewayError('ENGINE.FAILED', 'It broke.', { cause: gatewayError('ENGINE.FAILED', 'The inner reason.') })
    await using endpoint = await runEndpoint({ heartbeat: () => Promise.reject(error) }, { settings: { debugErrors: true } })
    const { text } = await endpoint.send('POST', `/v1/sessions/${SESSION}/heartbeat`)
    expect(text).toContain('The inner reason.')
    expect(text).toContain('observability.test')
    expect(text).toMatch(/Caused by: ENGINE\.FAILED: It broke\.\\n\\tat gateway\([-0-9a-f]{36}\)"\]\}$/)
  })
})
