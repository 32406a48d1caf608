import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import { gatewayError, type Logger } from '@sql-gateway/gateway-common'
import { nameCondition } from '../catalog/name-pattern.js'
import { normalizeError } from '../normalize-error.js'
import { quoteName } from '../quote.js'
import { attachSql, checkDefinition, defaultDatabaseOf } from './catalog-definition.js'
import type { CatalogDefinition, CatalogStore } from './catalog-store.js'
import { DEFAULT_CATALOG, DEFAULT_DATABASE, MAIN_DATABASE, sameName } from './names.js'
import type { ProtectedFiles } from './protected-files.js'
import type { QueryTexts } from './query-texts.js'

/** The catalogs of an engine beside its default one. All sessions share them. */
export interface AttachedCatalogs {
  /** Attaches what the store remembers; one that cannot be attached is logged and left out. */
  attachStored(): Promise<void>
  /**
   * @throws {GatewayError} STATEMENT.ALREADY_EXISTS, STATEMENT.INVALID, STATEMENT.FORBIDDEN
   */
  create(definition: CatalogDefinition, ifNotExists: boolean): Promise<void>
  /**
   * @throws {GatewayError} STATEMENT.NOT_FOUND, STATEMENT.FORBIDDEN
   * @throws {GatewayError} STATEMENT.INVALID — a session stands in it
   */
  drop(catalog: string, ifExists: boolean): Promise<void>
  /**
   * @throws {GatewayError} STATEMENT.FORBIDDEN — it belongs to the engine
   * @throws {GatewayError} STATEMENT.INVALID — a session stands in it
   */
  assertUnused(catalog: string): void
  /** The name as it was created, or undefined. */
  find(catalog: string): Promise<string | undefined>
  definitionOf(catalog: string): CatalogDefinition | undefined
  /** Where USE CATALOG leads. */
  defaultDatabaseOf(catalog: string): string
  /** Looks again which files are attached, after a statement of DuckDB may have changed that. */
  refreshFiles(): Promise<void>
}

/** What the catalogs need. */
export interface AttachedCatalogsInit {
  readonly store: CatalogStore
  /** On a connection that is no session's. */
  readonly query: QueryTexts
  readonly files: ProtectedFiles
  readonly filesDirectory: string
  /** The catalogs in which sessions stand. */
  readonly currentCatalogs: () => Iterable<string>
  readonly logger: Logger
}

/** Makes the catalogs of an engine. */
export function createAttachedCatalogs({
  store,
  query,
  files,
  filesDirectory,
  currentCatalogs,
  logger,
}: AttachedCatalogsInit): AttachedCatalogs {
  let turn: Promise<unknown> = Promise.resolve()

  /** Creating and dropping go one after the other: each looks first and acts then. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = turn.then(work)
    turn = next.catch(() => undefined)
    return next
  }

  const definitionOf = (catalog: string) => store.definitions.find(({ name }) => sameName(name, catalog))

  async function find(catalog: string): Promise<string | undefined> {
    const rows = await query(`SELECT database_name FROM duckdb_databases() WHERE ${nameCondition('database_name', catalog)}`)
    return rows[0]?.[0] ?? undefined
  }

  async function refreshFiles(): Promise<void> {
    const rows = await query('SELECT path FROM duckdb_databases() WHERE path IS NOT NULL')
    files.setDatabases(rows.map(([path]) => path as string))
  }

  /** DuckDB would make an empty database in the place of one that is gone. */
  async function assertFileIsThere({ name, options }: CatalogDefinition): Promise<void> {
    const { path } = options
    if (path === undefined) return
    await access(resolve(filesDirectory, path)).catch((cause: unknown) => {
      throw gatewayError('STATEMENT.NOT_FOUND', `The file of the catalog '${name}' is gone.`, { cause })
    })
  }

  async function attach(definition: CatalogDefinition): Promise<void> {
    try {
      for (const sql of attachSql(definition, filesDirectory)) await query(sql)
    } catch (error) {
      throw normalizeError(error, { text: definition.options['path'] ?? '', start: 0, end: 0, prefix: '' })
    }
    await refreshFiles()
  }

  function assertOwn(catalog: string): void {
    if (['system', 'temp', DEFAULT_CATALOG].some((name) => sameName(name, catalog))) {
      throw gatewayError('STATEMENT.FORBIDDEN', `The catalog '${catalog}' belongs to the engine and stays.`)
    }
  }

  function assertUnused(catalog: string): void {
    assertOwn(catalog)
    for (const current of currentCatalogs()) {
      if (sameName(current, catalog))
        throw gatewayError(
          'STATEMENT.INVALID',
          `The catalog '${catalog}' cannot be dropped: a session stands in it. USE CATALOG leads elsewhere.`,
        )
    }
  }

  async function create(definition: CatalogDefinition, ifNotExists: boolean): Promise<void> {
    const { name } = definition
    if (ifNotExists && (await find(name)) !== undefined) return
    checkDefinition(definition)
    if ((await find(name)) !== undefined) throw gatewayError('STATEMENT.ALREADY_EXISTS', `The catalog '${name}' exists already.`)
    const path = definition.options['path']
    if (path !== undefined && (await files.isPrivate(resolve(filesDirectory, path)))) {
      throw gatewayError('STATEMENT.FORBIDDEN', `The file of the catalog '${name}' cannot be in a folder of the engine's own.`)
    }
    await attach(definition)
    await store.save([...store.definitions.filter((other) => !sameName(other.name, name)), definition])
  }

  async function drop(catalog: string, ifExists: boolean): Promise<void> {
    assertOwn(catalog)
    const attached = await find(catalog)
    if (attached === undefined && definitionOf(catalog) === undefined) {
      if (ifExists) return
      throw gatewayError('STATEMENT.NOT_FOUND', `There is no catalog '${catalog}'.`)
    }
    if (attached !== undefined) {
      assertUnused(attached)
      await query(`DETACH ${quoteName(attached)}`)
      await refreshFiles()
    }
    await store.save(store.definitions.filter(({ name }) => !sameName(name, catalog)))
  }

  return {
    attachStored: () =>
      inTurn(async () => {
        for (const definition of store.definitions) {
          try {
            await assertFileIsThere(definition)
            await attach(definition)
          } catch (err) {
            logger.warn(
              { catalog: definition.name, err },
              'A catalog cannot be attached; it stays away until the next start, or until it is dropped',
            )
          }
        }
      }),
    create: (definition, ifNotExists) => inTurn(() => create(definition, ifNotExists)),
    drop: (catalog, ifExists) => inTurn(() => drop(catalog, ifExists)),
    assertUnused,
    find,
    definitionOf,
    defaultDatabaseOf: (catalog) => {
      if (sameName(catalog, DEFAULT_CATALOG)) return DEFAULT_DATABASE
      const definition = definitionOf(catalog)
      return definition === undefined ? MAIN_DATABASE : defaultDatabaseOf(definition)
    },
    refreshFiles,
  }
}
