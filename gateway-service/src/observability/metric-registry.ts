import type { Counter, Histogram, MetricExposition, MetricGroup, MetricLabels, MetricSpec } from '@sql-gateway/gateway-common'
import { collectDefaultMetrics, Counter as PromCounter, Gauge as PromGauge, Histogram as PromHistogram, Registry } from 'prom-client'

/** The metrics of one gateway. */
export interface MetricRegistry {
  /** The group of everything that is the gateway's own: names begin with `sql_gateway_`. */
  readonly metrics: MetricGroup
  /** These metrics, with those of the process. */
  readonly exposition: MetricExposition
}

/** Memory, processor time, garbage collection and event loop lag belong to the process, not to a gateway in it: made once. */
let processRegistry: Registry | undefined

function processMetrics(): Registry {
  if (processRegistry === undefined) {
    processRegistry = new Registry()
    collectDefaultMetrics({ register: processRegistry })
  }
  return processRegistry
}

/** Makes an empty registry. */
export function createMetricRegistry(): MetricRegistry {
  const registry = new Registry()
  return {
    metrics: createMetricGroup(registry, 'sql_gateway'),
    exposition: {
      contentType: registry.contentType,
      expose: async () => `${await registry.metrics()}\n${await processMetrics().metrics()}`,
    },
  }
}

function createMetricGroup(registry: Registry, prefix: string): MetricGroup {
  const nameOf = ({ name }: Pick<MetricSpec, 'name'>): string => `${prefix}_${name}`

  const describe = (spec: MetricSpec) => ({
    name: nameOf(spec),
    help: spec.help,
    labelNames: [...(spec.labelNames ?? [])],
    registers: [registry],
  })

  const find = <M>(spec: MetricSpec, type: abstract new (...args: never[]) => M): M | undefined => {
    const found: unknown = registry.getSingleMetric(nameOf(spec))
    if (found === undefined || found instanceof type) return found
    throw new TypeError(`the metric ${nameOf(spec)} exists with another type`)
  }

  return {
    counter: (spec): Counter => {
      const counter = find(spec, PromCounter) ?? new PromCounter(describe(spec))
      return { add: (labels: MetricLabels = {}, by = 1) => counter.inc(labels, by) }
    },
    histogram: (spec): Histogram => {
      const histogram = find(spec, PromHistogram) ?? new PromHistogram({ ...describe(spec), buckets: [...spec.buckets] })
      return { observe: (value, labels: MetricLabels = {}) => histogram.observe(labels, value) }
    },
    gauge: (spec, read) => {
      if (find(spec, PromGauge) !== undefined) return
      new PromGauge({
        ...describe(spec),
        collect() {
          this.set(read())
        },
      })
    },
    group: (name) => createMetricGroup(registry, `${prefix}_${name.replaceAll(/[^a-zA-Z0-9_]/g, '_')}`),
  }
}
