import { join, resolve, sep } from 'node:path'

/** Folder in an engine's data folder for the users' files. */
export const FILES_FOLDER = 'files'

/**
 * The folders whose files statements may use, absolute and with a closing separator, as DuckDB compares prefixes.
 * Undefined means no limit.
 */
export function allowedDirectories(wanted: readonly string[], dataDirectory: string, homeDirectory: string): readonly string[] | undefined {
  if (wanted.includes('*')) return undefined
  const folders = wanted.length === 0 ? [join(dataDirectory, FILES_FOLDER), join(homeDirectory, 'examples', 'data')] : wanted
  return folders.map((folder) => resolve(homeDirectory, folder).replace(/[\\/]*$/, sep))
}

/** Tells users which files statements may use, by what the folders are for and not by where they are. */
export function allowedFilesText(engine: string, wanted: readonly string[]): string {
  const option = `sql-gateway.engine.${engine}.allowed-directories`
  return wanted.length === 0
    ? `Statements may use files in the folder '${FILES_FOLDER}' of this engine's data folder (var/engines/${engine}/${FILES_FOLDER} unless that was moved) and in examples/data of the gateway's home; ${option} allows other folders.`
    : `Statements may use files in the folders that ${option} names.`
}
