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
