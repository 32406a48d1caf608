import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import { gatewayError, type Logger } from '@sql-gateway/gateway-common'
import { normalizeError } from '../normalize-error.js'
import { quoteName } from '../quote.js'
import { attachSql, checkDefinition, defaultDatabaseOf } from './catalog-definition.js'
import type { CatalogDefinition, CatalogStore } from './catalog-store.js'
import { DEFAULT_CATALOG, DEFAULT_DATABASE, MAIN_DATABASE, sameName } from './names.js'
import type { ProtectedFiles } from './protected-files.js'
import type { QueryTexts } from './query-texts.js'
import { namesIn, type UsedNames } from './used-names.js'

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
   * @throws {GatewayError} STATEMENT.INVALID — a session stands in it or works on it
   */
  drop(catalog: string, ifExists: boolean): Promise<void>
  /**
   * @throws {GatewayError} STATEMENT.FORBIDDEN — it belongs to the engine
   * @throws {GatewayError} STATEMENT.INVALID — a session stands in it or works on it
   */
  assertUnused(catalog: string): Promise<void>
  /** All but DuckDB's own, in order. */
  list(): readonly string[]
  /** The name as it was created, or undefined. */
  find(catalog: string): string | undefined
  definitionOf(catalog: string): CatalogDefinition | undefined
  /** Where USE CATALOG leads. */
  defaultDatabaseOf(catalog: string): string
  /** Looks again what is attached, after a statement of DuckDB may have changed that. */
  refresh(): Promise<void>
}

/** A session, as far as it may use a catalog. */
export interface CatalogUser {
  /** The catalog in which it stands. */
  readonly currentCatalog: string
  readonly usedNames: UsedNames
}

/** What the catalogs need. */
export interface AttachedCatalogsInit {
  readonly store: CatalogStore
  /** On a connection that is no session's. */
  readonly query: QueryTexts
  readonly files: ProtectedFiles
  readonly filesDirectory: string
  readonly users: () => Iterable<CatalogUser>
  readonly logger: Logger
}

interface AttachedCatalog {
  readonly name: string
  readonly path: string | null | undefined
  /** Whether it is one that DuckDB keeps for itself. */
  readonly isInternal: boolean
}

/** Makes the catalogs of an engine. They have to be refreshed once before they are asked. */
export function createAttachedCatalogs({ store, query, files, filesDirectory, users, logger }: AttachedCatalogsInit): AttachedCatalogs {
  let turn: Promise<unknown> = Promise.resolve()
  let refreshing: Promise<void> = Promise.resolve()
  let attached: readonly AttachedCatalog[] = []

  /** Creating and dropping go one after the other: each looks first and acts then. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = turn.then(work)
    turn = next.catch(() => undefined)
    return next
  }

  const definitionOf = (catalog: string) => store.definitions.find(({ name }) => sameName(name, catalog))

  const find = (catalog: string) => attached.find(({ name }) => sameName(name, catalog))?.name

  /** One after the other, for what was asked last holds. */
  function refresh(): Promise<void> {
    const next = refreshing.then(async () => {
      const rows = await query('SELECT database_name, path, internal::VARCHAR FROM duckdb_databases() ORDER BY 1')
      attached = rows.map(([name, path, internal]) => ({ name: name ?? '', path, isInternal: internal === 'true' }))
      files.setDatabases(attached.flatMap(({ path }) => path ?? []))
    })
    refreshing = next.catch(() => undefined)
    return next
  }

  /** The name of a catalog, and of views and macros that may lead to it. */
  async function namesLeadingTo(catalog: string): Promise<ReadonlySet<string>> {
    const names = new Set([catalog.toLowerCase()])
    const rows = await query(`SELECT view_name, sql FROM duckdb_views() WHERE NOT internal
      UNION ALL SELECT function_name, macro_definition FROM duckdb_functions() WHERE macro_definition IS NOT NULL AND NOT internal`)
    const definitions = rows.map(([name, sql]) => ({ name: (name ?? '').toLowerCase(), uses: namesIn(sql ?? '') }))
    for (let size = 0; size < names.size; ) {
      size = names.size
      for (const { name, uses } of definitions) if (!uses.isDisjointFrom(names)) names.add(name)
    }
    return names
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
    await refresh()
  }

  function assertOwn(catalog: string): void {
    if (['system', 'temp', DEFAULT_CATALOG].some((name) => sameName(name, catalog))) {
      throw gatewayError('STATEMENT.FORBIDDEN', `The catalog '${catalog}' belongs to the engine and stays.`)
    }
  }

  async function assertUnused(catalog: string): Promise<void> {
    assertOwn(catalog)
    const names = await namesLeadingTo(catalog)
    for (const { currentCatalog, usedNames } of users()) {
      const refused = `The catalog '${catalog}' cannot be dropped:`
      if (sameName(currentCatalog, catalog)) {
        throw gatewayError('STATEMENT.INVALID', `${refused} a session stands in it. USE CATALOG leads elsewhere.`)
      }
      if (usedNames.has(names)) {
        throw gatewayError(
          'STATEMENT.INVALID',
          `${refused} a statement at work or an open transaction uses it. COMMIT and ROLLBACK end one.`,
        )
      }
    }
  }

  async function create(definition: CatalogDefinition, ifNotExists: boolean): Promise<void> {
    const { name } = definition
    if (ifNotExists && find(name) !== undefined) return
    checkDefinition(definition)
    if (find(name) !== undefined) throw gatewayError('STATEMENT.ALREADY_EXISTS', `The catalog '${name}' exists already.`)
    const path = definition.options['path']
    if (path !== undefined && (await files.isPrivate(resolve(filesDirectory, path)))) {
      throw gatewayError('STATEMENT.FORBIDDEN', `The file of the catalog '${name}' cannot be in a folder of the engine's own.`)
    }
    await attach(definition)
    await store.save([...store.definitions.filter((other) => !sameName(other.name, name)), definition])
  }

  async function drop(catalog: string, ifExists: boolean): Promise<void> {
    assertOwn(catalog)
    const found = find(catalog)
    if (found === undefined && definitionOf(catalog) === undefined) {
      if (ifExists) return
      throw gatewayError('STATEMENT.NOT_FOUND', `There is no catalog '${catalog}'.`)
    }
    if (found !== undefined) {
      await assertUnused(found)
      await query(`DETACH ${quoteName(found)}`)
      await refresh()
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
    list: () => attached.flatMap(({ name, isInternal }) => (isInternal ? [] : name)),
    find,
    definitionOf,
    defaultDatabaseOf: (catalog) => {
      if (sameName(catalog, DEFAULT_CATALOG)) return DEFAULT_DATABASE
      const definition = definitionOf(catalog)
      return definition === undefined ? MAIN_DATABASE : defaultDatabaseOf(definition)
    },
    refresh,
  }
}
