import { gatewayError, okOutcome, type StatementOutcome } from '@sql-gateway/gateway-common'
import { nameCondition } from '../catalog/name-pattern.js'
import { DEFAULT_CATALOG, DEFAULT_DATABASE, sameName } from '../database/names.js'
import { quotePath } from '../quote.js'
import type { Place } from '../session/session-state.js'
import type { FlinkScope } from './flink-scope.js'
import type { FlinkStatement, NamePath } from './flink-statement.js'

/** A database by the names in the catalog, however they were written. */
export async function findDatabase({ query }: Pick<FlinkScope, 'query'>, catalog: string, database: string): Promise<Place | undefined> {
  const [row] = await query(
    `SELECT database_name, schema_name FROM duckdb_schemas() WHERE ${nameCondition('database_name', catalog)} AND ${nameCondition('schema_name', database)}`,
  )
  return row === undefined ? undefined : { catalog: row[0] as string, database: row[1] as string }
}

/** Leads a session to a place that exists. */
export async function moveTo({ query, state }: Pick<FlinkScope, 'query' | 'state'>, place: Place): Promise<void> {
  await query(`USE ${quotePath(place.catalog, place.database)}`)
  state.place = place
  state.missing = undefined
  state.pins.delete('a search path')
}

/** The error for a database that is not there. */
export function noDatabase(catalog: string, database: string) {
  return gatewayError('STATEMENT.NOT_FOUND', `There is no database '${database}' in the catalog '${catalog}'.`)
}

/** USE CATALOG. */
export async function useCatalog(scope: FlinkScope, catalog: string): Promise<StatementOutcome> {
  const name = scope.catalogs.find(catalog)
  if (name === undefined || name === 'system' || name === 'temp') {
    throw gatewayError('STATEMENT.NOT_FOUND', `There is no catalog '${catalog}'.`)
  }
  const place = (await findDatabase(scope, name, scope.catalogs.defaultDatabaseOf(name))) ?? (await findDatabase(scope, name, 'main'))
  await moveTo(scope, place ?? { catalog: name, database: 'main' })
  return okOutcome()
}

/** USE [catalog.]database; like DuckDB's USE it also takes the name of a catalog alone. */
export async function useDatabase(scope: FlinkScope, path: NamePath): Promise<StatementOutcome> {
  const [first, second] = path as readonly [string, string?]
  const catalog = second === undefined ? scope.state.place.catalog : first
  const database = second ?? first
  const place = await findDatabase(scope, catalog, database)
  if (place !== undefined) await moveTo(scope, place)
  else if (second === undefined && scope.catalogs.find(first) !== undefined) return useCatalog(scope, first)
  else throw noDatabase(catalog, database)
  return okOutcome()
}

function inScope(scope: FlinkScope, path: NamePath): Place {
  const [first, second] = path as readonly [string, string?]
  return second === undefined ? { catalog: scope.state.place.catalog, database: first } : { catalog: first, database: second }
}

/** CREATE DATABASE, which is a schema of DuckDB. */
export async function createDatabase(
  scope: FlinkScope,
  { path, ifNotExists, hasComment }: Extract<FlinkStatement, { readonly is: 'create database' }>,
): Promise<StatementOutcome> {
  const { catalog, database } = inScope(scope, path)
  await scope.query(`CREATE SCHEMA ${ifNotExists ? 'IF NOT EXISTS ' : ''}${quotePath(catalog, database)}`)
  if (hasComment) scope.context.log('The comment is not kept: DuckDB has none for schemas.')
  return okOutcome()
}

/** DROP DATABASE. */
export async function dropDatabase(
  scope: FlinkScope,
  { path, ifExists, cascades }: Extract<FlinkStatement, { readonly is: 'drop database' }>,
): Promise<StatementOutcome> {
  const { catalog, database } = inScope(scope, path)
  if (sameName(catalog, DEFAULT_CATALOG) && sameName(database, DEFAULT_DATABASE)) {
    throw gatewayError('STATEMENT.FORBIDDEN', `The database '${DEFAULT_DATABASE}' stays: sessions begin in it.`)
  }
  const { place } = scope.state
  if (sameName(catalog, place.catalog) && sameName(database, place.database)) {
    throw gatewayError('STATEMENT.INVALID', `The database '${database}' cannot be dropped: the session stands in it. USE leads elsewhere.`)
  }
  if (!ifExists && (await findDatabase(scope, catalog, database)) === undefined) throw noDatabase(catalog, database)
  await scope.query(`DROP SCHEMA ${ifExists ? 'IF EXISTS ' : ''}${quotePath(catalog, database)}${cascades ? ' CASCADE' : ''}`)
  return okOutcome()
}
