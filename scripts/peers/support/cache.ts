import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const STAMP = 'installed.json'
const LOCK_WAIT_MS = 30 * 60 * 1000

/** The folder that keeps the foreign peers: SQL_GATEWAY_PEER_CACHE, else .cache/peers in the project. */
function peerCacheDir(): string {
  const chosen = process.env['SQL_GATEWAY_PEER_CACHE']
  return chosen === undefined || chosen === '' ? resolve(import.meta.dirname, '../../../../.cache/peers') : resolve(chosen)
}

/** What a peer is made of; any change of it (a version, a checksum, a step) leads to a fresh installation. */
export type PeerRecipe = Readonly<Record<string, unknown>>

/** Installations of this process: waiting for the lock would keep its holder in the same process from going on. */
const underWay = new Map<string, Promise<string>>()

/**
 * Answers the folder of an installed peer, building it first where it is missing, incomplete or made by another recipe.
 *
 * `build` fills an empty folder, which takes its final name only when it is done: an interrupted installation leaves nothing that
 * looks whole. Calls from several processes at once are safe: the lock belongs to the operating system and ends with its holder.
 */
export function installOnce(name: string, recipe: PeerRecipe, build: (dir: string) => Promise<void>): Promise<string> {
  const dir = join(peerCacheDir(), name)
  const installing = underWay.get(dir) ?? install(dir, sha256(JSON.stringify(recipe)), build).finally(() => underWay.delete(dir))
  underWay.set(dir, installing)
  return installing
}

async function install(dir: string, recipeSum: string, build: (dir: string) => Promise<void>): Promise<string> {
  if (isWhole(dir, recipeSum)) return dir
  mkdirSync(dirname(dir), { recursive: true })
  const lock = new DatabaseSync(`${dir}.lock`, { timeout: LOCK_WAIT_MS })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    if (isWhole(dir, recipeSum)) return dir
    const partial = `${dir}.partial`
    rmSync(partial, { recursive: true, force: true })
    mkdirSync(partial)
    await build(partial)
    writeFileSync(join(partial, STAMP), JSON.stringify({ recipe: recipeSum, files: listingSum(partial) }))
    rmSync(dir, { recursive: true, force: true })
    renameSync(partial, dir)
    return dir
  } finally {
    lock.close()
  }
}

/** Whether the stamp names this recipe and the files (paths and sizes) are those that were there when it was written. */
function isWhole(dir: string, recipeSum: string): boolean {
  const stamp = join(dir, STAMP)
  if (!existsSync(stamp)) return false
  try {
    const { recipe, files } = JSON.parse(readFileSync(stamp, 'utf8'))
    return recipe === recipeSum && files === listingSum(dir)
  } catch {
    return false
  }
}

function listingSum(dir: string): string {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== STAMP)
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => `${path.slice(dir.length)} ${statSync(path).size}`)
  return sha256(files.sort().join('\n'))
}

/** The SHA-256 of a text or of bytes, in hex. */
export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}
