import { gatewayError } from '@sql-gateway/gateway-common'

/** What a client asks for when it opens a session. */
export interface SessionOptions {
  readonly catalog?: string
  readonly database?: string
  readonly properties: ReadonlyMap<string, string>
}

/** Tells clients how many rows to fetch. hive-jdbc 4.0 refuses a session whose answer lacks it. */
export const FETCH_SIZE_KEY = 'hive.server2.thrift.resultset.default.fetch.size'

const MAX_PROPERTIES = 10_000
const MAX_CHARACTERS = 1_000_000
const NAMESPACE = /^(?:set:)?(?:(hiveconf|hivevar|system|metaconf|env):)?/i

/**
 * Reads the map of OpenSession. hive-jdbc sends `use:database`, what stands behind `?` in its URL as `set:hiveconf:…`,
 * and what stands behind `#` as `set:hivevar:…`; others send plain keys. The namespaces of Hive are one here: a key is a
 * property of the session under its plain name. Keys that nobody knows, `hive.*` above all, are kept and do no harm.
 *
 * @throws {GatewayError} REQUEST.INVALID — a `use:` or `set:env:` that does not exist, or far too much
 */
export function readSessionOptions(configuration: Readonly<Record<string, string>> | null | undefined): SessionOptions {
  const given = Object.entries(configuration ?? {})
  const characters = given.reduce((sum, [key, value]) => sum + key.length + value.length, 0)
  if (given.length > MAX_PROPERTIES || characters > MAX_CHARACTERS) {
    throw gatewayError('REQUEST.INVALID', `A session takes at most ${MAX_PROPERTIES} properties with ${MAX_CHARACTERS} characters.`)
  }
  const places = new Map<string, string>()
  const properties = new Map<string, string>()
  for (const [key, value] of given) {
    if (key.startsWith('use:')) places.set(readPlace(key), value)
    else {
      const name = propertyName(key)
      // The client's own setting, which hive-jdbc always repeats.
      if (name !== FETCH_SIZE_KEY) properties.set(name, value)
    }
  }
  return { ...placed('catalog', places), ...placed('database', places), properties }
}

/**
 * A property's name without Hive's namespaces: `hive.x` for `set:hiveconf:hive.x`, `hiveconf:hive.x` and `hive.x`.
 *
 * @throws {GatewayError} REQUEST.INVALID — `env:`, which cannot be set
 */
export function propertyName(key: string): string {
  const match = NAMESPACE.exec(key)
  if (match?.[1]?.toLowerCase() === 'env') {
    throw gatewayError('REQUEST.INVALID', `'${key.slice(0, 100)}' cannot be set: the environment belongs to the gateway.`)
  }
  return key.slice(match?.[0].length ?? 0)
}

function readPlace(key: string): string {
  const place = key.slice('use:'.length)
  if (place === 'catalog' || place === 'database') return place
  throw gatewayError('REQUEST.INVALID', `The session option '${key.slice(0, 100)}' does not exist; use:catalog and use:database do.`)
}

/** An empty name is what drivers send where the user gave none. */
function placed(place: 'catalog' | 'database', places: ReadonlyMap<string, string>): Partial<Record<typeof place, string>> {
  const name = places.get(place)
  return name === undefined || name === '' ? {} : { [place]: name }
}
