/** node_modules: what package-lock.json says, installed only when it is something else. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { nodePackage } from './platform.mjs'
import { run } from './process.mjs'
import { BootstrapError } from './progress.mjs'

/** Holds the hash of the lock file that was installed; scripts/is-built.sh compares its time with the lock file's. */
const STAMP = path.join('node_modules', '.sql-gateway-installed')

/** @param {string} root */
function lockHash(root) {
  return createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex')
}

/** @param {string} root */
function stamp(root) {
  writeFileSync(path.join(root, STAMP), `${lockHash(root)}\n`)
}

/**
 * What both the lock file and npm's own record say of a package.
 *
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} LockedPackage
 */

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage>}
 */
function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}

/**
 * Whether npm's own record of what it installed agrees with the lock file: someone ran `npm install` by hand.
 *
 * @param {string} root
 */
function agreesWithLock(root) {
  const record = path.join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(record)) return false
  const wanted = readPackages(path.join(root, 'package-lock.json'))
  const present = readPackages(record)
  /** @type {(a: LockedPackage | undefined, b: LockedPackage | undefined) => boolean} */
  const same = (a, b) => a?.version === b?.version && a?.integrity === b?.integrity
  return (
    Object.entries(present).every(([name, entry]) => same(entry, wanted[name])) &&
    Object.entries(wanted).every(([name, entry]) => name === '' || entry.optional || entry.devOptional || present[name] !== undefined)
  )
}

/** @param {string} root */
function hasNode(root) {
  return existsSync(path.join(root, 'node_modules', '.bin', 'node'))
}

/**
 * Whether node_modules is what the lock file says. Renews the stamp where npm got there without us or the file's time alone moved.
 *
 * @param {string} root
 */
export function installed(root) {
  if (!hasNode(root)) return false
  const file = path.join(root, STAMP)
  const known = existsSync(file) && readFileSync(file, 'utf8').trim() === lockHash(root)
  if (!known && !agreesWithLock(root)) return false
  stamp(root)
  return true
}

/** The environment without the folders that npm puts before PATH: their node disappears while npm replaces node_modules. */
function outsideEnvironment() {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter)
  const outside = folders.filter((folder) => !folder.split(path.sep).includes('node_modules'))
  return { ...process.env, PATH: outside.join(path.delimiter) }
}

/**
 * Runs `npm ci` and makes sure that it brought Node 24, which is an optional package and so may silently be missing.
 *
 * @param {string} root
 * @param {import('./progress.mjs').Progress} progress
 */
export async function install(root, progress) {
  const args = ['ci', '--loglevel=error', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund']
  await progress.step('installing the dependencies (npm ci, about half a minute)', async () => {
    const result = await run('npm', args, { cwd: root, env: outsideEnvironment(), stdio: ['ignore', 'ignore', 'inherit'] })
    if (result.missing) throw new BootstrapError('npm was not found in PATH: install npm 10 or newer, which comes with Node.')
    if (result.code !== 0) throw new BootstrapError('npm ci failed, see above: the packages could not be installed.')
  })
  if (!hasNode(root)) {
    throw new BootstrapError(
      `npm ci did not bring Node 24: the package ${nodePackage()} could not be fetched. Check the registry and try again.`,
    )
  }
  stamp(root)
}
