import { describe, expect, test } from '@jest/globals'
import { createMetricRegistry } from '../../src/observability/metric-registry.js'

describe('createMetricRegistry', () => {
  test('shows counters, histograms and gauges under the prefixes of their groups', async () => {
    const { metrics, exposition } = createMetricRegistry()
    metrics.counter({ name: 'things_total', help: 'Things.', labelNames: ['kind'] }).add({ kind: 'a' }, 2)
    metrics.group('engine').group('flink-1.20').counter({ name: 'calls_total', help: 'Calls.' }).add()
    const seconds = metrics.histogram({ name: 'wait_seconds', help: 'Waits.', buckets: [1, 5], labelNames: ['who'] })
    seconds.observe(3, { who: 'x' })
    let open = 4
    metrics.gauge({ name: 'open', help: 'Open ones.' }, () => open)
    open = 5
    const text = await exposition.expose()
    expect(text).toContain(
      '# HELP sql_gateway_things_total Things.\n# TYPE sql_gateway_things_total counter\nsql_gateway_things_total{kind="a"} 2\n',
    )
    expect(text).toContain('sql_gateway_engine_flink_1_20_calls_total 1\n')
    expect(text).toContain('sql_gateway_wait_seconds_bucket{le="1",who="x"} 0\nsql_gateway_wait_seconds_bucket{le="5",who="x"} 1\n')
    expect(text).toContain('sql_gateway_open 5\n')
    expect(exposition.contentType).toMatch(/^text\/plain/)
  })

  test('gives the same metric when it is asked for twice', async () => {
    const { metrics, exposition } = createMetricRegistry()
    for (let time = 0; time < 2; time++) {
      metrics.counter({ name: 'a_total', help: 'A.' }).add()
      metrics.histogram({ name: 'b_seconds', help: 'B.', buckets: [1] }).observe(0)
      metrics.gauge({ name: 'c', help: 'C.' }, () => time)
    }
    expect(await exposition.expose()).toMatch(/sql_gateway_a_total 2\n.*sql_gateway_b_seconds_count 2\n.*sql_gateway_c 0\n/s)
  })

  test('refuses one name for two types', () => {
    const { metrics } = createMetricRegistry()
    metrics.counter({ name: 'a', help: 'A.' })
    expect(() => metrics.gauge({ name: 'a', help: 'A.' }, () => 1)).toThrow(TypeError)
  })

  test('keeps the metrics of two gateways apart and shows those of the process in both', async () => {
    const [one, two] = [createMetricRegistry(), createMetricRegistry()]
    one.metrics.counter({ name: 'a_total', help: 'A.' }).add()
    expect(await one.exposition.expose()).toContain('sql_gateway_a_total 1')
    const text = await two.exposition.expose()
    expect(text).not.toContain('sql_gateway_a_total')
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds ')
    expect(text).toContain('process_resident_memory_bytes ')
  })
})
