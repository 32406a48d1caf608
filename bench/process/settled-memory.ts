import { setTimeout as delay } from 'node:timers/promises'
import { residentBytes } from './process-usage.js'

/** How far readings of a process's memory are apart. */
export const READING_EVERY_MS = 500

/** Resident memory in bytes. The garbage of the last requests is still there when they are answered: the lowest of some readings is taken. */
export async function settledBytes(pid: number, readings: number): Promise<number> {
  let lowest = residentBytes(pid)
  for (let reading = 1; reading < readings; reading++) {
    await delay(READING_EVERY_MS)
    lowest = Math.min(lowest, residentBytes(pid))
  }
  return lowest
}
