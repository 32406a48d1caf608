/** The labels of one measurement; names are fixed when the metric is made. */
export type MetricLabels = Readonly<Record<string, string>>

/** Counts what happened. */
export interface Counter {
  /** @param by - at least 0, 1 by default */
  add(labels?: MetricLabels, by?: number): void
}

/** Collects how large or how long things were. */
export interface Histogram {
  observe(value: number, labels?: MetricLabels): void
}

/** What a metric is called and means. */
export interface MetricSpec {
  /** snake_case with unit, such as `request_duration_seconds`; the group's prefix is put before it. */
  readonly name: string
  readonly help: string
  /** Names of the labels that every measurement carries. */
  readonly labelNames?: readonly string[]
}

/**
 * Makes metrics under one name prefix. Asking twice for the same name gives the same metric.
 *
 * @see FLIP-91 names metrics as future work; names and types follow Prometheus' conventions
 */
export interface MetricGroup {
  counter(spec: MetricSpec): Counter
  histogram(spec: MetricSpec & { readonly buckets: readonly number[] }): Histogram
  /** A value that is read when metrics are asked for. */
  gauge(spec: Omit<MetricSpec, 'labelNames'>, read: () => number): void
  /** A group whose prefix is this one's, `_`, and `name`. */
  group(name: string): MetricGroup
}

/** All metrics of the gateway in a text format. */
export interface MetricExposition {
  /** Value for the content-type header. */
  readonly contentType: string
  /** The metrics, in Prometheus' text format. */
  expose(): Promise<string>
}

const NO_COUNTER: Counter = { add: () => undefined }
const NO_HISTOGRAM: Histogram = { observe: () => undefined }

/** A group whose metrics go nowhere. */
export const NO_METRICS: MetricGroup = Object.freeze({
  counter: () => NO_COUNTER,
  histogram: () => NO_HISTOGRAM,
  gauge: () => undefined,
  group: () => NO_METRICS,
})
