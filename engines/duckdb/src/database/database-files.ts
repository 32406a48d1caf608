import { realpath, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'

/** Files that hold databases, and the logs beside them. */
export interface DatabaseFiles {
  /** Replaces the files that are known, by their paths. */
  set(paths: readonly string[]): void
  /** Tells whether a path, as a statement writes it, leads to one of them by whatever way. */
  includes(path: string): Promise<boolean>
}

/** What DuckDB puts behind the name of a database. */
const COMPANIONS = ['', '.wal', '.wal.checkpoint', '.wal.recovery', '.tmp']

/** The path that DuckDB takes a text for: it knows file URLs and the home folder. */
function plainPath(text: string): string {
  const path = text.replace(/^file:(?:\/\/(?:localhost)?(?=\/))?/i, '')
  return resolve(path.startsWith('~') ? join(homedir(), path.slice(1)) : path)
}

/** The path with all links in its folder resolved; the file itself need not exist. */
async function canonical(path: string): Promise<string> {
  const folder = await realpath(dirname(path)).catch(() => dirname(path))
  return join(folder, basename(path))
}

/** Device and number of a file, which are the same through every link to it. */
async function identity(path: string): Promise<string | undefined> {
  const info = await stat(path).catch(() => undefined)
  return info === undefined ? undefined : `${info.dev}:${info.ino}`
}

/** Makes an empty set of files. */
export function createDatabaseFiles(): DatabaseFiles {
  let files: readonly string[] = []
  return {
    set: (paths) => {
      files = paths.flatMap((path) => COMPANIONS.map((companion) => path + companion))
    },
    includes: async (text) => {
      const path = plainPath(text)
      const [place, id] = await Promise.all([canonical(path), identity(path)])
      for (const file of files) {
        if ((await canonical(resolve(file))) === place) return true
        if (id !== undefined && (await identity(file)) === id) return true
      }
      return false
    },
  }
}
