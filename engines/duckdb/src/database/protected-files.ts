import { realpath, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, join, resolve, sep } from 'node:path'

/** Files that no statement may write, though DuckDB would let it: those of databases, and the engine's own folders. */
export interface ProtectedFiles {
  /** Replaces the databases that are known, by the paths of their files. */
  setDatabases(paths: readonly string[]): void
  /** Tells whether writing to a path, as a statement writes it, or anywhere below it could harm one of them. */
  isInTheWay(path: string): Promise<boolean>
  /** Tells whether a path lies within a folder of the engine's own. */
  isPrivate(path: string): Promise<boolean>
}

/** What DuckDB puts behind the name of a database. */
const COMPANIONS = ['', '.wal', '.wal.checkpoint', '.wal.recovery', '.tmp']

/** The path that DuckDB takes a text for: it knows file URLs and the home folder. */
function plainPath(text: string): string {
  const path = text.replace(/^file:(?:\/\/(?:localhost)?(?=\/))?/i, '')
  return resolve(path.startsWith('~') ? join(homedir(), path.slice(1)) : path)
}

/** The path with the links in it resolved, as far as it exists. */
async function canonical(path: string): Promise<string> {
  const real = await realpath(path).catch(() => undefined)
  if (real !== undefined || dirname(path) === path) return real ?? path
  return join(await canonical(dirname(path)), basename(path))
}

/** Device and number of a file, which are the same through every link to it. */
async function identity(path: string): Promise<string | undefined> {
  const info = await stat(path).catch(() => undefined)
  return info === undefined ? undefined : `${info.dev}:${info.ino}`
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

/** @param folders - the engine's own */
export function createProtectedFiles(folders: readonly string[]): ProtectedFiles {
  let databases: readonly string[] = []

  async function isPrivate(text: string): Promise<boolean> {
    const path = await canonical(plainPath(text))
    const own = await Promise.all(folders.map(canonical))
    return own.some((folder) => isWithin(path, folder) || isWithin(folder, path))
  }

  async function isDatabase(text: string): Promise<boolean> {
    const [path, id] = [await canonical(plainPath(text)), await identity(plainPath(text))]
    for (const file of databases.flatMap((database) => COMPANIONS.map((companion) => database + companion))) {
      if (isWithin(await canonical(resolve(file)), path)) return true
      if (id !== undefined && (await identity(file)) === id) return true
    }
    return false
  }

  return {
    setDatabases: (paths) => {
      databases = paths
    },
    isInTheWay: async (path) => (await isPrivate(path)) || isDatabase(path),
    isPrivate,
  }
}
