import { type ConfigChange, ENGINE_PROPERTY, type SessionProperties } from '@sql-gateway/gateway-common'

/** Keys that are the gateway's own: they are no properties of a session. */
const GATEWAY_PREFIX = 'sql-gateway.'

/** The properties of a new session: the engine's defaults, and over them what the client sends. */
export function initialProperties(defaults: SessionProperties, given: SessionProperties): SessionProperties {
  if (given.size === 0) return defaults
  const merged = new Map(defaults)
  for (const [key, value] of given) if (!key.startsWith(GATEWAY_PREFIX)) merged.set(key, value)
  return merged
}

/** The engine instance that the client asks for; absent means the default. */
export function wantedEngine(given: SessionProperties): string | undefined {
  return given.get(ENGINE_PROPERTY)
}

/** The properties after a statement changed them; the same object where nothing changed. */
export function changedProperties(
  current: SessionProperties,
  defaults: SessionProperties,
  changes: readonly ConfigChange[],
): SessionProperties {
  if (changes.length === 0) return current
  let next = new Map(current)
  for (const change of changes) {
    switch (change.change) {
      case 'set':
        next.set(change.key, change.value)
        break
      case 'reset': {
        const value = defaults.get(change.key)
        if (value === undefined) next.delete(change.key)
        else next.set(change.key, value)
        break
      }
      case 'reset-all':
        next = new Map(defaults)
    }
  }
  return next
}

/** For interning: lengths before keys and values keep different sets apart whatever characters they hold. */
export function propertiesText(properties: SessionProperties): string {
  const parts: string[] = []
  for (const key of [...properties.keys()].sort()) {
    const value = properties.get(key) ?? ''
    parts.push(`${key.length}:${key}${value.length}:${value}`)
  }
  return parts.join('')
}

/** How much names and values take together, in UTF-16 code units. */
export function sizeOf(properties: SessionProperties): number {
  let size = 0
  for (const [key, value] of properties) size += key.length + value.length
  return size
}
