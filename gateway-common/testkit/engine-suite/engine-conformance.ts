import type { EngineCapability } from '../../src/engine/engine-capability.js'
import type { Skips, TestRunner } from '../conformance/conformance-case.js'
import { runConformance } from '../conformance/run-conformance.js'
import { CANCEL_CASES } from './cases/cancel-cases.js'
import { CATALOG_CASES, existingTableCases } from './cases/catalog-cases.js'
import { errorCases } from './cases/error-cases.js'
import { factsCases } from './cases/facts-cases.js'
import { FETCH_CASES } from './cases/fetch-cases.js'
import { LIFECYCLE_CASES } from './cases/lifecycle-cases.js'
import { SESSION_CASES } from './cases/session-cases.js'
import { typeCases } from './cases/type-cases.js'
import type { EngineCase } from './engine-case.js'
import { createEngineProbe, type EngineProbe } from './engine-probe.js'
import {
  type EngineDialect,
  type EngineSubject,
  type ErrorExpectation,
  type FactsExpectation,
  isMissing,
  type TypeExpectation,
} from './engine-subject.js'

/** What the engine suite is run on. */
export interface EngineConformanceOptions extends TestRunner {
  /** Name of the block of tests, such as `DuckDB keeps the engine contract`. */
  readonly name: string
  /** Makes a fresh engine for one case. What cases create in it has names of its own, so that a server may be shared. */
  readonly create: () => Promise<EngineSubject>
  readonly dialect: EngineDialect
  readonly facts: readonly FactsExpectation[]
  readonly types: readonly TypeExpectation[]
  readonly errors: readonly ErrorExpectation[]
  /** Cases to leave out, by id, each with its reason. */
  readonly skip?: Skips
  /** How long each step of a case may take, in milliseconds; 60,000 when absent. */
  readonly timeoutMs?: number
}

/**
 * Checks an engine against the contract: registers one test for each rule of Engine, EngineSession, EngineCatalog and
 * ResultSource with the caller's test runner. What the engine lacks it reads from the engine itself (`Engine.lacks`);
 * the engine then has to do without properly.
 *
 * @throws {ConformanceError} at once — names of types or errors repeat, or a skip names no case
 */
export function engineConformance(options: EngineConformanceOptions): void {
  const cases: readonly EngineCase[] = [
    ...LIFECYCLE_CASES,
    ...factsCases(options.facts),
    ...typeCases(options.types),
    ...FETCH_CASES,
    ...CANCEL_CASES,
    ...errorCases(options.errors),
    ...CATALOG_CASES,
    ...existingTableCases(options.dialect),
    ...SESSION_CASES,
  ]
  runConformance<EngineProbe, EngineCapability>(cases, {
    name: options.name,
    describe: options.describe,
    test: options.test,
    create: async () => createEngineProbe(await options.create(), options.dialect),
    dispose: (probe) => probe.dispose(),
    lacks: (probe) => probe.engine.lacks,
    skip: { ...missingParts(cases, options.dialect), ...options.skip },
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
  })
}

function missingParts(cases: readonly EngineCase[], dialect: EngineDialect): Skips {
  const skips: Record<string, string> = {}
  for (const { id, uses = [] } of cases) {
    for (const name of uses) {
      const part = dialect[name]
      if (isMissing(part)) skips[id] = part.missing
    }
  }
  return skips
}
