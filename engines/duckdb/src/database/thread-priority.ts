import { readdir, readFile } from 'node:fs/promises'
import { constants, getPriority, setPriority } from 'node:os'

/** Nicer than the main thread by this much. */
const NICER = 10
/** Where Linux lists the threads of a process. */
const TASKS = '/proc/self/task'
/** Threads that begin in libuv's pool, DuckDB's own included, carry its name. */
const COMPUTING = 'libuv-worker'

/**
 * Lets the threads that compute give way to the one that answers clients: with a hundred statements at work on two cores
 * a request would otherwise wait for half a second. Only Linux lets threads of one process differ; elsewhere this does
 * nothing. Never rejects.
 *
 * @returns how many threads it found
 */
export async function yieldToMainThread(): Promise<number> {
  const niceness = Math.min(constants.priority.PRIORITY_LOW, getPriority() + NICER)
  let found = 0
  for (const id of await readdir(TASKS).catch(() => [])) {
    const name = await readFile(`${TASKS}/${id}/comm`, 'utf8').catch(() => '')
    if (name.trim() !== COMPUTING) continue
    try {
      setPriority(Number(id), niceness)
      found++
    } catch {
      // The thread has ended, or the system does not allow it: then it computes as before.
    }
  }
  return found
}
