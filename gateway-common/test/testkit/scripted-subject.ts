import { tmpdir } from 'node:os'
import type { Engine, LackingCapabilities } from '../../src/index.js'
import {
  createScriptedEngine,
  type EngineConformanceOptions,
  type EngineSubject,
  engineContext,
  SCRIPTED_DIALECT,
  SCRIPTED_TYPES,
} from '../../testkit/index.js'

/** Makes a subject of the engine suite; `change` puts faults into its engine. */
export async function createScriptedSubject(
  lacks: LackingCapabilities = {},
  change: (engine: Engine) => Engine = (engine) => engine,
): Promise<EngineSubject> {
  const { factory, control } = createScriptedEngine({ lacks })
  const engine = await factory.createEngine(engineContext(factory, { dataDirectory: tmpdir() }))
  return {
    engine: change(engine),
    roundTrips: () => control.catalogCalls,
    slowStarted: () => control.started('forever'),
    leftovers: () => {
      const { openEngines, openSessions, openSources, runningStatements } = control
      const left = Object.entries({ openEngines, openSessions, openSources, runningStatements })
      return left.filter(([, count]) => count !== 0).map(([what, count]) => `${what}: ${count}`)
    },
  }
}

/** What the scripted engine is expected to do, in its own dialect. */
export const SCRIPTED_EXPECTATIONS = {
  dialect: SCRIPTED_DIALECT,
  types: SCRIPTED_TYPES,
  facts: [
    {
      sql: 'create temporary table t',
      facts: { statementCount: 1, kind: 'CREATE TEMPORARY TABLE', isQuery: false, hasResultSet: false, isConfigurable: true },
    },
    { sql: "-- a comment; with '\nSET 'a' = 'b;c';", facts: { statementCount: 1, kind: 'SET', hasResultSet: false, isConfigurable: true } },
    { sql: 'SHOW TABLES', facts: { kind: 'SHOW TABLES', isQuery: false, hasResultSet: true, isConfigurable: false } },
    { sql: 'WAIT gate THEN DML 3', facts: { kind: 'DML', isQuery: false, hasResultSet: false, isConfigurable: false } },
    { sql: 'nonsense', facts: { statementCount: 1, kind: 'UNKNOWN', isQuery: true, hasResultSet: true, isConfigurable: false } },
  ],
  errors: [
    { name: 'unknown-statement', sql: '\n  SELEKT 1', code: 'STATEMENT.SYNTAX', position: { line: 2, column: 3 } },
    { name: 'unknown-table', sql: 'COUNT nothing', code: 'STATEMENT.NOT_FOUND' },
    { name: 'unknown-catalog', sql: 'USE CATALOG nothing', code: 'STATEMENT.NOT_FOUND' },
    { name: 'unknown-code', sql: 'FAIL NO.SUCH_CODE', code: 'STATEMENT.INVALID' },
    { name: 'chosen', sql: 'FAIL STATEMENT.DATA AT 3:7 by order', code: 'STATEMENT.DATA', position: { line: 3, column: 7 } },
  ],
} as const satisfies Partial<EngineConformanceOptions>
