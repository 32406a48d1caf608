import type { EngineCapability } from '../../src/engine/engine-capability.js'
import type { ConformanceCase } from '../conformance/conformance-case.js'
import type { EngineProbe } from './engine-probe.js'

/** The parts of a dialect that may be missing. */
export type DialectPart = 'columnNames' | 'tables' | 'views' | 'temporaryTables' | 'databases' | 'properties' | 'lateFailure'

/** A case of the engine suite. */
export interface EngineCase extends ConformanceCase<EngineProbe, EngineCapability> {
  /** What of the dialect it uses; the case is left out, with the dialect's reason, where one is missing. */
  readonly uses?: readonly DialectPart[]
}
