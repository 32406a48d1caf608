/** One installation or build at a time: a lock file that holds the owner's process id. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { BootstrapError } from './progress.mjs'

const POLL_MS = 200
const LONGEST_WAIT_MS = 15 * 60_000

/** @param {string} file */
function create(file) {
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: 'wx' })
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  }
}

/** @param {unknown} error */
function errorCode(error) {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
}

/** @param {string} file */
function owner(file) {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10)
  } catch {
    return Number.NaN
  }
}

/** @param {number} pid */
function alive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}

/**
 * Moves a dead owner's file away. When another process was quicker, what was moved is its live lock: that goes back.
 *
 * @param {string} file
 * @param {number} deadPid
 */
function removeStale(file, deadPid) {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  if (owner(aside) === deadPid) rmSync(aside, { force: true })
  else renameSync(aside, file)
}

/**
 * Runs `work` while holding `file`. Waits while a living process holds it, and says so; takes over from one that died. Gives up after
 * 15 minutes and names the file.
 *
 * @template T
 * @param {string} file
 * @param {import('./progress.mjs').Progress} progress
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, progress, work) {
  mkdirSync(path.dirname(file), { recursive: true })
  const giveUpAt = Date.now() + LONGEST_WAIT_MS
  let told = false
  while (!create(file)) {
    const pid = owner(file)
    if (Number.isInteger(pid) && !alive(pid)) {
      removeStale(file, pid)
      continue
    }
    if (!told && Number.isInteger(pid)) progress.say(`process ${pid} is already installing or building, waiting for it (${file})`)
    told ||= Number.isInteger(pid)
    if (Date.now() > giveUpAt) throw new BootstrapError(`Waited 15 minutes for process ${pid}. If it does not build, remove ${file}.`)
    await delay(POLL_MS)
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}
