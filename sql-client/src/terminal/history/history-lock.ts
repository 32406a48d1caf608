import { open, stat, unlink } from 'node:fs/promises'
import type { Clock } from '@sql-gateway/gateway-common'

/** A lock that is older was left by a process that died: nobody writes for so long. */
const STALE_MS = 5_000

const RETRY_MS = 10
const MAX_TRIES = 100

/** Runs something while no other process does so for the same file. After a second of waiting it runs all the same: history is not worth more. */
export async function withLock<T>(file: string, clock: Clock, work: () => Promise<T>): Promise<T> {
  const lock = `${file}.lock`
  const isOurs = await take(lock, clock)
  try {
    return await work()
  } finally {
    if (isOurs) await unlink(lock).catch(() => undefined)
  }
}

async function take(lock: string, clock: Clock): Promise<boolean> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    try {
      const handle = await open(lock, 'wx', 0o600)
      await handle.close()
      return true
    } catch {
      await dropStale(lock, clock)
      await new Promise<void>((resolve) => clock.schedule(RETRY_MS, resolve))
    }
  }
  return false
}

async function dropStale(lock: string, clock: Clock): Promise<void> {
  const found = await stat(lock).catch(() => undefined)
  if (found !== undefined && clock.now() - found.mtimeMs > STALE_MS) await unlink(lock).catch(() => undefined)
}
