import { open, readFile, rename } from 'node:fs/promises'
import { gatewayError, isGatewayError } from '@sql-gateway/gateway-common'
import { messageOf } from '../normalize-error.js'

/** A catalog that CREATE CATALOG made. */
export interface CatalogDefinition {
  readonly name: string
  /** As the user wrote it, in quotes of CREATE CATALOG. */
  readonly options: Readonly<Record<string, string>>
}

/** The catalogs that outlive a restart. */
export interface CatalogStore {
  readonly definitions: readonly CatalogDefinition[]
  /** Keeps other definitions from now on; they are on disk when this resolves. */
  save(definitions: readonly CatalogDefinition[]): Promise<void>
}

function isDefinition(value: unknown): value is CatalogDefinition {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('options' in value)) return false
  const { name, options } = value
  return (
    typeof name === 'string' &&
    typeof options === 'object' &&
    options !== null &&
    Object.values(options).every((text) => typeof text === 'string')
  )
}

async function load(path: string): Promise<readonly CatalogDefinition[]> {
  try {
    const content: unknown = JSON.parse(await readFile(path, 'utf8'))
    if (
      typeof content === 'object' &&
      content !== null &&
      'catalogs' in content &&
      Array.isArray(content.catalogs) &&
      content.catalogs.every(isDefinition)
    ) {
      return content.catalogs
    }
    throw gatewayError('GATEWAY.START_FAILED', `The list of catalogs in ${path} is not one that this gateway wrote.`)
  } catch (error) {
    if (isGatewayError(error)) throw error
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return []
    throw gatewayError('GATEWAY.START_FAILED', `The list of catalogs in ${path} cannot be read: ${messageOf(error)}`, { cause: error })
  }
}

/** Writes a file so that after a crash it is the old or the new one, and nothing between. */
async function replaceFile(path: string, content: string): Promise<void> {
  const next = `${path}.new`
  const file = await open(next, 'w')
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(next, path)
}

/**
 * Opens the list of catalogs in a file.
 *
 * @throws {GatewayError} GATEWAY.START_FAILED — the file cannot be read
 */
export async function openCatalogStore(path: string): Promise<CatalogStore> {
  let definitions = await load(path)
  return {
    get definitions() {
      return definitions
    },
    save: async (next) => {
      await replaceFile(path, `${JSON.stringify({ version: 1, catalogs: next }, undefined, 2)}\n`)
      definitions = next
    },
  }
}
