import type { Engine, EngineCatalog, EngineSession, ResultSource, SeekableResultSource, StatementOutcome } from '../../src/index.js'

/** Something wrong that is put into an engine. */
export type Fault = (engine: Engine) => Engine

/** A fault of the engine itself. */
export function inEngine(change: (engine: Engine) => Partial<Engine>): Fault {
  return (engine) => ({ ...engine, ...change(engine) })
}

/** A fault of each session. */
export function inSession(change: (session: EngineSession) => Partial<EngineSession>): Fault {
  return inEngine((engine) => ({
    openSession: async (environment) => {
      const session = await engine.openSession(environment)
      const plain: EngineSession = {
        catalog: session.catalog,
        execute: (statement, context) => session.execute(statement, context),
        ...(session.complete && { complete: session.complete }),
        ...(session.refreshMaterializedTable && { refreshMaterializedTable: session.refreshMaterializedTable }),
        ...(session.deployScript && { deployScript: session.deployScript }),
        pinnedBy: () => session.pinnedBy(),
        close: () => session.close(),
      }
      return { ...plain, ...change(session) }
    },
  }))
}

/** A fault of the catalog. */
export function inCatalog(change: (catalog: EngineCatalog) => Partial<EngineCatalog>): Fault {
  return inSession(({ catalog }) => ({ catalog: { ...catalog, ...change(catalog) } }))
}

/** A fault of each outcome. */
export function inOutcome(change: (outcome: StatementOutcome) => Partial<StatementOutcome>): Fault {
  return inSession((session) => ({
    execute: async (statement, context) => {
      const outcome = await session.execute(statement, context)
      return { ...outcome, ...change(outcome) }
    },
  }))
}

/** A fault of each seekable result. */
export function inSeekable(change: (source: SeekableResultSource) => Partial<SeekableResultSource>): Fault {
  return inSource((source) => (source.seekable ? { ...source, ...change(source) } : source))
}

/** A fault of each result. */
export function inSource(change: (source: ResultSource) => ResultSource): Fault {
  return inOutcome(({ rows }) => ({ rows: change(rows) }))
}
