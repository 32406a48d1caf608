import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from '@jest/globals'
import factory from '@sql-gateway/engine-duckdb'
import type { MetricGroup } from '@sql-gateway/gateway-common'
import { type EngineSubject, engineConformance, engineContext } from '@sql-gateway/gateway-common/testkit'
import { DUCKDB_DIALECT } from './duckdb/duckdb-dialect.js'
import { DUCKDB_ERRORS, DUCKDB_FACTS } from './duckdb/duckdb-statements.js'
import { DUCKDB_TYPES } from './duckdb/duckdb-types.js'

/** Metrics that can be looked at. */
function observedMetrics() {
  const counts = new Map<string, number>()
  const gauges = new Map<string, () => number>()
  const group: MetricGroup = {
    counter: ({ name }) => ({ add: (_, by = 1) => counts.set(name, (counts.get(name) ?? 0) + by) }),
    histogram: () => ({ observe: () => undefined }),
    gauge: ({ name }, read) => gauges.set(name, read),
    group: () => group,
  }
  return { group, counts, gauges }
}

async function create(): Promise<EngineSubject> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'duckdb-engine-'))
  const metrics = observedMetrics()
  // A small buffer and a single thread make results fail late.
  const settings = { path: ':memory:', streamingBuffer: 64 * 1024, threads: 1 }
  const engine = await factory.createEngine({ ...engineContext(factory, { dataDirectory, settings }), metrics: metrics.group })
  return {
    engine,
    roundTrips: () => metrics.counts.get('catalog_queries_total') ?? 0,
    leftovers: async () => [
      ...[...metrics.gauges].flatMap(([name, read]) => (read() === 0 ? [] : [`${name} ${read()}`])),
      ...(await readdir(join(dataDirectory, 'spool'))),
    ],
    dispose: () => rm(dataDirectory, { recursive: true, force: true }),
  }
}

engineConformance({
  describe,
  test,
  name: 'DuckDB keeps the engine contract',
  create,
  dialect: DUCKDB_DIALECT,
  facts: DUCKDB_FACTS,
  types: DUCKDB_TYPES,
  errors: DUCKDB_ERRORS,
})
