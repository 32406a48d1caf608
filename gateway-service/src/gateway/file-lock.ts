import { DatabaseSync } from 'node:sqlite'
import { isObject } from '../discovery/plugin-package.js'

/** A file that this process holds locked. */
export interface FileLock {
  /** Repeat calls do nothing. */
  release(): void
}

/** SQLite's result code for a file that somebody else has locked. */
const SQLITE_BUSY = 5

/**
 * Locks a file against other processes and against this one.
 *
 * Node has no call for it. SQLite does it right on every system, and the lock goes with the process however it ends, so that
 * none is ever left over; the file itself stays empty.
 *
 * @param waitMs - how long to wait for another holder, with this thread blocked; 0 answers at once
 * @returns `undefined` when somebody else holds it
 * @throws what SQLite throws when the file cannot be opened
 */
export function lockFile(file: string, waitMs = 0): FileLock | undefined {
  const database = new DatabaseSync(file, { timeout: waitMs })
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (isObject(error) && error['errcode'] === SQLITE_BUSY) return undefined
    throw error
  }
  return {
    release: () => {
      if (database.isOpen) database.close()
    },
  }
}
