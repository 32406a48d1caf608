import { gatewayError, okOutcome, type StatementOutcome } from '@sql-gateway/gateway-common'
import type { FlinkScope } from './flink-scope.js'
import type { FlinkStatement } from './flink-statement.js'
import { describeCatalog, describeFunction, describeTable } from './run-describe.js'
import { dropTemporary } from './run-drop-temporary.js'
import { createDatabase, dropDatabase, useCatalog, useDatabase } from './run-places.js'
import { listProperties, resetAll, resetProperty, resetSetting, setProperty, setSetting } from './run-properties.js'
import { showCreate, showCurrent, showList, showModules, showNothing } from './run-show.js'

/** All but EXPLAIN, which goes to DuckDB after all. */
export type OwnStatement = Exclude<FlinkStatement, { readonly is: 'explain' }>

type Handlers = {
  readonly [K in OwnStatement['is']]: (
    scope: FlinkScope,
    statement: Extract<OwnStatement, { readonly is: K }>,
  ) => StatementOutcome | Promise<StatementOutcome>
}

const HANDLERS: Handlers = {
  'list properties': (scope) => listProperties(scope),
  'set property': (scope, { key, value }) => setProperty(scope, key, value),
  'set setting': (scope, { name }) => setSetting(scope, name),
  'reset property': (_, { key }) => resetProperty(key),
  'reset setting': (scope, { name }) => resetSetting(scope, name),
  'reset all': () => resetAll(),
  'use catalog': (scope, { catalog }) => useCatalog(scope, catalog),
  'use database': (scope, { path }) => useDatabase(scope, path),
  'create database': (scope, statement) => createDatabase(scope, statement),
  'drop database': (scope, statement) => dropDatabase(scope, statement),
  'create catalog': async ({ catalogs }, { catalog, options, ifNotExists }) => {
    await catalogs.create({ name: catalog, options: Object.fromEntries(options) }, ifNotExists)
    return okOutcome()
  },
  'drop catalog': async ({ catalogs }, { catalog, ifExists }) => {
    await catalogs.drop(catalog, ifExists)
    return okOutcome()
  },
  'drop temporary': (scope, statement) => dropTemporary(scope, statement),
  'show list': (scope, { list, scope: path, like }) => showList(scope, list, path, like),
  'show nothing': (_, { list }) => showNothing(list),
  'show modules': (scope, { isFull }) => showModules(scope, isFull),
  'show current': (scope, { what }) => showCurrent(scope, what),
  'show create': (scope, { what, path }) => showCreate(scope, what, path),
  'describe table': (scope, { path, like }) => describeTable(scope, path, like),
  'describe catalog': (scope, { catalog, isExtended }) => describeCatalog(scope, catalog, isExtended),
  'describe function': (scope, { path, isExtended }) => describeFunction(scope, path, isExtended),
  unsupported: (_, { what, reason }) => {
    throw gatewayError('FEATURE.UNSUPPORTED', `${what} is not there: ${reason}.`)
  },
}

/**
 * Runs a statement of Flink's.
 *
 * @throws {GatewayError} what the statement fails with
 */
export async function runFlinkStatement(scope: FlinkScope, statement: OwnStatement): Promise<StatementOutcome> {
  const handler = HANDLERS[statement.is] as (scope: FlinkScope, statement: OwnStatement) => StatementOutcome | Promise<StatementOutcome>
  return handler(scope, statement)
}
