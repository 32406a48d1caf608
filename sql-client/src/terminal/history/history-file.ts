import { chmod, mkdir, open, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Clock } from '@sql-gateway/gateway-common'
import { withLock } from './history-lock.js'

/** Where statements outlive the client: one JSON string a line, the oldest first, appended by every client as it goes. */
export interface HistoryFile {
  /** Its entries, each once, where it was written last. Empty when there is no file or it cannot be read. */
  load(): Promise<readonly string[]>
  /** Adds an entry. Never rejects: a history that cannot be written is no reason to stop. */
  append(entry: string): Promise<void>
}

/** A longer statement is not kept in the file, in UTF-16 units. */
const MAX_ENTRY = 256 * 1024

/** When the file is larger, or has more lines than twice the entries, it is written anew at the next load. In bytes. */
const MAX_SIZE = 8 * 1024 * 1024

/** The latest entries of the lines, each once, the oldest first. */
function latestEntries(lines: readonly string[], maxEntries: number): readonly string[] {
  const seen = new Set<string>()
  let size = 0
  for (const line of lines.toReversed()) {
    const entry = parseEntry(line)
    if (entry === undefined || seen.has(entry)) continue
    size += line.length
    if (seen.size === maxEntries || size > MAX_SIZE / 2) break
    seen.add(entry)
  }
  return [...seen].reverse()
}

/** What is no entry, such as a line that a full disk cut short, is passed over. */
function parseEntry(line: string): string | undefined {
  if (line === '') return undefined
  try {
    const entry: unknown = JSON.parse(line)
    return typeof entry === 'string' && entry !== '' ? entry : undefined
  } catch {
    return undefined
  }
}

/**
 * Opens a history file, which need not exist.
 *
 * Other clients may read and write it at the same time: entries are appended in one write, and the file is written anew in another place
 * and then put in its place, both under a lock. Rights are the owner's alone.
 *
 * @param file - absolute; its folder is made when the first entry is written
 */
export function createHistoryFile(file: string, clock: Clock, maxEntries = 10_000): HistoryFile {
  let pending: Promise<void> = Promise.resolve()

  async function compact(): Promise<void> {
    // Read again: another client may have added to it since.
    const lines = (await readFile(file, 'utf8')).split('\n')
    const entries = latestEntries(lines, maxEntries)
    const temporary = `${file}.${process.pid}.tmp`
    await writeFile(temporary, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''), { mode: 0o600 })
    await rename(temporary, file)
  }

  async function load(): Promise<readonly string[]> {
    try {
      const text = await readFile(file, 'utf8')
      const lines = text.split('\n')
      const entries = latestEntries(lines, maxEntries)
      if (text.length > MAX_SIZE || lines.length > 2 * maxEntries) await withLock(file, clock, compact)
      return entries
    } catch {
      return []
    }
  }

  async function write(entry: string): Promise<void> {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
    await withLock(file, clock, async () => {
      const handle = await open(file, 'a', 0o600)
      try {
        await handle.appendFile(`${JSON.stringify(entry)}\n`)
      } finally {
        await handle.close()
      }
    })
    // One that was made by hand may be open to all.
    await chmod(file, 0o600)
  }

  return {
    load,
    append: (entry) => {
      if (entry.length > MAX_ENTRY) return pending
      pending = pending.then(() => write(entry)).catch(() => undefined)
      return pending
    },
  }
}
