import type { MetricGroup, MetricLabels } from '@sql-gateway/gateway-common'

/** From half a millisecond to ten seconds; long polls and statements that configure a session are the slow ones. */
const DURATION_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const

/** In place of a status, where the client went away before it was answered. */
const GONE = 'gone'

/** What is counted of a request that was answered. */
export interface AnsweredRequest {
  /** The route's path with its parameters' names, or `unknown`. */
  readonly route: string
  readonly method: string
  /** 0 where the client went away before. */
  readonly status: number
  readonly durationMs: number
  readonly byteCount: number
  readonly rowCount: number
}

/** Counts requests. */
export interface RequestMetrics {
  record(request: AnsweredRequest): void
}

interface Labels {
  readonly counted: MetricLabels
  readonly timed: MetricLabels
}

/** Makes the metrics of an endpoint. */
export function createRequestMetrics(group: MetricGroup, connectionCount: () => number): RequestMetrics {
  const requests = group.counter({ name: 'requests_total', help: 'Requests answered.', labelNames: ['method', 'route', 'status'] })
  const durations = group.histogram({
    name: 'request_duration_seconds',
    help: 'Time from the headers of a request to the end of its answer, waits for rows included.',
    labelNames: ['method', 'route'],
    buckets: DURATION_BUCKETS,
  })
  const bytes = group.counter({ name: 'response_bytes_total', help: 'Bytes of the bodies of answers.' })
  const rows = group.counter({ name: 'rows_total', help: 'Rows of results sent to clients.' })
  group.gauge({ name: 'connections', help: 'Open connections.' }, connectionCount)
  const known = new Map<string, Labels>()

  /** Label objects are made once for each combination, of which there are few: routes are those of the table. */
  function labelsOf(method: string, route: string, status: number): Labels {
    const key = `${method} ${route} ${status}`
    let labels = known.get(key)
    if (labels === undefined) {
      labels = { counted: { method, route, status: status === 0 ? GONE : String(status) }, timed: { method, route } }
      known.set(key, labels)
    }
    return labels
  }

  return {
    record: ({ route, method, status, durationMs, byteCount, rowCount }) => {
      const labels = labelsOf(method, route, status)
      requests.add(labels.counted)
      durations.observe(durationMs / 1000, labels.timed)
      bytes.add(undefined, byteCount)
      if (rowCount > 0) rows.add(undefined, rowCount)
    },
  }
}
