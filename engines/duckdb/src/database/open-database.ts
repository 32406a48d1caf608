import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { type EngineContext, gatewayError } from '@sql-gateway/gateway-common'
import { messageOf, normalizeError } from '../normalize-error.js'
import type { DuckdbSettings } from '../options.js'
import { quotePath, quoteText } from '../quote.js'
import { allowedDirectories, allowedFilesText, FILES_FOLDER } from './allowed-directories.js'
import { DEFAULT_CATALOG, DEFAULT_DATABASE } from './names.js'
import { type QueryTexts, queryTexts } from './query-texts.js'

/** An open DuckDB with its default catalog, before it is locked. */
export interface OpenDatabase {
  readonly filesDirectory: string
  readonly spoolDirectory: string
  /** Folders in which no statement has business. */
  readonly ownFolders: readonly string[]
  /** Whether statements may use the files of some folders only. */
  readonly isRestricted: boolean
  /** Which files those are, in words for users. */
  readonly allowedFiles: string
  /** Runs SQL on the engine's own connection. */
  readonly query: QueryTexts
  /** A new connection, which stands nowhere. */
  connect(): Promise<DuckDBConnection>
  /** Forbids for good what sessions may not do: foreign files, settings of the instance. */
  lock(): Promise<void>
  /** Writes what is in the log into the files, and lets go of them. All other connections must be closed. Never rejects. */
  close(): Promise<void>
}

/** Settings that connections get, and those that a session may change by itself. */
const ALLOWED_SETTINGS = ['TimeZone', 'search_path', 'schema', 'streaming_buffer_size', 'enable_progress_bar', 'enable_progress_bar_print']

const IN_MEMORY = ':memory:'

function tempDirectory(dataDirectory: string): string {
  return join(dataDirectory, 'tmp')
}

function databaseFile(path: string | undefined, dataDirectory: string, homeDirectory: string): string {
  if (path === undefined) return join(dataDirectory, 'default.duckdb')
  return path === IN_MEMORY ? path : resolve(homeDirectory, path)
}

function instanceConfig(settings: DuckdbSettings, dataDirectory: string, isRestricted: boolean): Record<string, string> {
  const config: Record<string, string> = {
    errors_as_json: 'true',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: String(!isRestricted),
    temp_directory: tempDirectory(dataDirectory),
    // Gives memory that is free back to the machine, and not only when DuckDB allocates the next time.
    allocator_background_threads: 'true',
  }
  if (isRestricted) {
    // DuckDB lets every statement read its own temporary files, which hold what sessions keep for themselves. They are
    // encrypted with a key of this process; the built-in cipher is good enough for that, though not for files that stay.
    config['force_mbedtls_unsafe'] = 'true'
    config['temp_file_encryption'] = 'true'
    config['allow_persistent_secrets'] = 'false'
  }
  if (settings.memoryLimit !== undefined) config['memory_limit'] = `${settings.memoryLimit}B`
  if (settings.threads !== undefined) config['threads'] = String(settings.threads)
  if (settings.tempDiskLimit !== undefined) config['max_temp_directory_size'] = `${settings.tempDiskLimit}B`
  return config
}

function startError(what: string, thrown: unknown) {
  const { publicMessage } = normalizeError(thrown)
  const holder = /Conflicting lock is held in .*?\(PID (\d+)\)/.exec(messageOf(thrown))?.[1]
  const reason =
    holder === undefined ? publicMessage : `another process uses it (process ${holder}); a database file belongs to one gateway at a time`
  return gatewayError('GATEWAY.START_FAILED', `${what}: ${reason}`, { cause: thrown })
}

/**
 * Opens DuckDB and attaches the database of the option `path` as the default catalog.
 *
 * @throws {GatewayError} GATEWAY.START_FAILED — a setting that DuckDB does not take; a file that cannot be opened, or
 *   that another process has open
 */
export async function openDatabase({ name, settings, dataDirectory, homeDirectory }: EngineContext<DuckdbSettings>): Promise<OpenDatabase> {
  const filesDirectory = join(dataDirectory, FILES_FOLDER)
  const spoolDirectory = join(dataDirectory, 'spool')
  const folders = allowedDirectories(settings.allowedDirectories, dataDirectory, homeDirectory)
  const isRestricted = folders !== undefined
  await mkdir(filesDirectory, { recursive: true })

  const instance = await DuckDBInstance.create(IN_MEMORY, instanceConfig(settings, dataDirectory, isRestricted)).catch((error: unknown) => {
    throw startError(`The engine '${name}' cannot start DuckDB`, error)
  })
  const own = await instance.connect()
  const query: QueryTexts = (sql) => queryTexts(own, sql)
  const file = databaseFile(settings.path, dataDirectory, homeDirectory)
  try {
    await query(`ATTACH ${quoteText(file)} AS ${DEFAULT_CATALOG}`)
    await query(`CREATE SCHEMA IF NOT EXISTS ${DEFAULT_CATALOG}.${DEFAULT_DATABASE}`)
  } catch (error) {
    own.closeSync()
    instance.closeSync()
    throw startError(`The engine '${name}' cannot open its database ${file}`, error)
  }
  // Only now is it sure that nobody else uses the folder. What a process that was killed has left is of no use.
  const ownFolders = [tempDirectory(dataDirectory), spoolDirectory]
  for (const folder of ownFolders) {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
  }
  // The database that DuckDB itself began with would be one more catalog, shared and forgotten at each end.
  await query(`USE ${quotePath(DEFAULT_CATALOG, DEFAULT_DATABASE)}`)
  await query('DETACH memory')

  return {
    filesDirectory,
    spoolDirectory,
    ownFolders,
    isRestricted,
    allowedFiles: allowedFilesText(name, settings.allowedDirectories),
    query,
    connect: () => instance.connect(),
    lock: async () => {
      if (folders !== undefined) {
        await query(`SET allowed_directories = [${folders.map(quoteText).join(', ')}]`)
        await query('SET enable_external_access = false')
      }
      await query(`SET allowed_configs = [${ALLOWED_SETTINGS.map(quoteText).join(', ')}]`)
      await query('SET lock_configuration = true')
    },
    close: async () => {
      // A result that V8 has not collected yet keeps the instance alive: without the detaching it would keep the file too.
      await query("ATTACH ':memory:' AS closing").catch(() => undefined)
      await query('USE closing').catch(() => undefined)
      const rows = await query("SELECT database_name FROM duckdb_databases() WHERE NOT internal AND database_name <> 'closing'").catch(
        () => [],
      )
      for (const [database] of rows) await query(`DETACH ${quotePath(database as string)}`).catch(() => undefined)
      own.closeSync()
      instance.closeSync()
    },
  }
}
