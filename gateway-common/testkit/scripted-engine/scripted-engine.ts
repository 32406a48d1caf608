import type { Engine, EngineContext, EngineFactory, EngineSession, EngineSessionEnvironment } from '../../src/engine/engine.js'
import type { LackingCapabilities } from '../../src/engine/engine-capability.js'
import type { DatabasePath } from '../../src/engine/engine-catalog.js'
import type { ResultSource } from '../../src/engine/result-source.js'
import { gatewayError } from '../../src/error/gateway-error.js'
import type { SessionProperties } from '../../src/session/session-environment.js'
import { scriptedFacts } from './command-facts.js'
import { createScriptedWorld, type ScriptedControl, type ScriptedWorld } from './scripted-control.js'
import { openScriptedSession } from './scripted-session.js'
import { createScriptedStore } from './scripted-store.js'

/** How a scripted engine differs from the usual one, which lacks nothing. */
export interface ScriptedEngineOptions {
  readonly lacks?: LackingCapabilities
  readonly defaultSessionConfig?: SessionProperties
  readonly maxConcurrentStatements?: number
  /** Awaited before a session opens; what it throws, the opening throws. */
  readonly beforeOpenSession?: (environment: EngineSessionEnvironment) => void | Promise<void>
  /** Awaited while a session closes, after its statements have stopped. */
  readonly beforeCloseSession?: () => void | Promise<void>
}

/** A scripted engine and the hand that leads it. */
export interface ScriptedEngine {
  /** Makes engines of the kind `scripted`, without options; all of them share the control. */
  readonly factory: EngineFactory
  readonly control: ScriptedControl
}

/**
 * Makes a deterministic engine for tests: no I/O, no time but the clock it is given, and nothing moves unless the test
 * lets it. Its statements, whose words may be in either case:
 *
 * | statement | what it does |
 * |---|---|
 * | `SELECT <n> ROWS`, `SELECT ENDLESS ROWS` | a query with columns `id` BIGINT (from 1) and `name` STRING (`row <id>`; NULL in each tenth row) |
 * | … `FORWARD` | its rows come once, in order; without it they are seekable, unless the engine lacks SEEKABLE_RESULTS |
 * | … `FAIL AT <k>` | fails with ENGINE.FAILED once `k` rows are read |
 * | … `KINDS` | is a changelog whose row kinds take turns |
 * | … `SLOW <gate>` | gives as many rows as the test releases |
 * | … `WIDE <length>` | names are filled up to this length |
 * | `TYPES [<root>]` | a query with a column for each root of the type system, or for one: a usual value, the smallest, the largest, null |
 * | `EMPTY`, `NOCOLUMNS` | a query without rows; without columns and rows |
 * | `ECHO '<text>'` | a query with one row: the text, in a column `text` |
 * | `NAMES '<a>', '<b>' …` | a query with one row, each value being its column's name |
 * | `COUNT <table>` | a query with one row: how many rows the table has |
 * | `WAIT <gate> [THEN <statement>]` | notes a line in the log and progress of a half, waits at the gate, then is the statement, or `OK` |
 * | `STUBBORN <gate> [THEN <statement>]` | the same, without regard to being told to stop: its outcome comes all the same |
 * | `SLEEP <ms> [THEN <statement>]` | waits on the clock |
 * | `FAIL <CODE> [AT <line>:<column>] <text>` | fails with this error |
 * | `THROW` | throws something that is no GatewayError, whose text holds a path and a secret |
 * | `OK` | answers `OK` |
 * | `LOG <text>` | notes a line in the log |
 * | `DML <n> [INTO <table>]` | answers `n` affected rows, and adds as many to a table |
 * | `JOB` | answers a job id |
 * | `SET '<key>' = '<value>'`, `RESET '<key>'`, `RESET` | changes the session's properties; keys that start with `sql-gateway.` cannot be set |
 * | `SET` | lists the properties by key |
 * | `USE CATALOG <name>`, `USE <database>` | |
 * | `SHOW CATALOGS`, `DATABASES`, `TABLES`, `CURRENT CATALOG`, `CURRENT DATABASE` | names, sorted |
 * | `CREATE [TEMPORARY] TABLE <name>`, … `VIEW` | with columns `id` BIGINT (the primary key of tables) and `name` STRING; a temporary one pins the session |
 * | `CREATE DATABASE <name>`, `DROP TABLE`, `VIEW`, `DATABASE <name>` | |
 *
 * A name is a word or `"…"`. Comments and a closing `;` are allowed, several statements are STATEMENT.MULTIPLE, anything else is STATEMENT.SYNTAX.
 * Each engine begins with the catalogs `default_catalog` (databases `default_database`, `other_database`) and, unless
 * it lacks CATALOGS, `other_catalog` (database `default_database`), all empty.
 */
export function createScriptedEngine(options: ScriptedEngineOptions = {}): ScriptedEngine {
  const world = createScriptedWorld()
  const factory: EngineFactory = {
    identifier: 'scripted',
    options: {},
    createEngine: async (context) => openEngine(context, options, world),
  }
  return { factory, control: world.control }
}

function openEngine(context: EngineContext<object>, options: ScriptedEngineOptions, world: ScriptedWorld): Engine {
  const lacks = options.lacks ?? {}
  const store = createScriptedStore(initialDatabases(lacks))
  const sessions = new Set<EngineSession>()
  const sources = new Set<ResultSource>()
  let closed = false
  world.count('openEngines', 1)

  function own(source: ResultSource): ResultSource {
    world.count('openSources', 1)
    const owned: ResultSource = {
      ...source,
      close: async () => {
        if (sources.delete(owned)) world.count('openSources', -1)
        await source.close()
      },
    }
    sources.add(owned)
    return owned
  }

  async function openSession(environment: EngineSessionEnvironment): Promise<EngineSession> {
    await options.beforeOpenSession?.(environment)
    if (closed) throw gatewayError('ENGINE.UNREACHABLE', 'The scripted engine is closed.')
    const session: EngineSession = openScriptedSession({
      environment,
      world,
      store,
      lacks,
      clock: context.clock,
      own,
      beforeClose: async () => options.beforeCloseSession?.(),
      onClose: () => {
        sessions.delete(session)
        world.count('openSessions', -1)
      },
    })
    sessions.add(session)
    world.count('openSessions', 1)
    world.count('openedSessions', 1)
    return session
  }

  return {
    lacks,
    defaultSessionConfig: options.defaultSessionConfig ?? new Map(),
    ...(options.maxConcurrentStatements === undefined ? {} : { maxConcurrentStatements: options.maxConcurrentStatements }),
    info: () => ({ productName: 'Scripted', version: '1.0.0' }),
    analyze: scriptedFacts,
    openSession,
    close: async () => {
      if (closed) return
      closed = true
      await Promise.all([...sessions, ...sources].map((each) => each.close()))
      world.count('openEngines', -1)
    },
  }
}

function initialDatabases(lacks: LackingCapabilities): readonly DatabasePath[] {
  const own = ['default_database', 'other_database'].map((database) => ({ catalog: 'default_catalog', database }))
  return lacks.CATALOGS === undefined ? [...own, { catalog: 'other_catalog', database: 'default_database' }] : own
}
