import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { PluginManifest } from '@sql-gateway/gateway-common'

/** The two kinds of things that packages offer, as the manifest names them. */
export type OfferKind = 'endpoints' | 'engines'

/** A package that offers endpoints or engines. */
export interface PluginPackage {
  readonly name: string
  readonly directory: string
  /** For people: the package's name and where it was found, such as `@acme/echo (plugins/echo)`. */
  readonly title: string
  readonly manifest: PluginManifest
}

/** A folder that was looked at and offers nothing, although it should. */
export interface SkippedPackage {
  /** Where it is, as {@link PluginPackage.title} says it. */
  readonly place: string
  /** Follows the place: `has no package.json`. */
  readonly reason: string
}

/** What was found in a folder: a package, why it is none, or nothing because the package does not offer anything. */
export interface PackageFinding {
  readonly plugin?: PluginPackage
  readonly skipped?: SkippedPackage
}

/** What names a thing of each kind, and what is said of names that do not. */
const NAMES = {
  endpoints: { valid: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, rule: 'lower-case letters, digits and - are valid' },
  engines: {
    valid: /^[a-z][a-z0-9]*$/,
    rule: 'lower-case letters and digits are valid, and no -, since in the name of an engine the kind ends at the first one',
  },
} as const

/**
 * Reads a package's manifest. Imports nothing.
 *
 * @param place - where it is, for people
 */
export async function readPluginPackage(directory: string, place: string): Promise<PackageFinding> {
  const skipped = (reason: string): PackageFinding => ({ skipped: { place, reason } })
  let text: string
  try {
    text = await readFile(join(directory, 'package.json'), 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    return skipped(code === 'ENOENT' ? 'has no package.json' : `has a package.json that cannot be read (${code})`)
  }
  const content = parseObject(text)
  if (content === undefined) return skipped('has a package.json that is no JSON object')
  const { sqlGateway: manifest, name } = content
  if (manifest === undefined) return {}
  const fault = manifestFault(manifest)
  if (fault !== undefined) return skipped(`has a package.json whose sqlGateway ${fault}`)
  const packageName = typeof name === 'string' ? name : basename(directory)
  return { plugin: { name: packageName, directory, title: `${packageName} (${place})`, manifest: manifest as PluginManifest } }
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Tells whether a value is an object that is no array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function manifestFault(manifest: unknown): string | undefined {
  if (!isObject(manifest)) return 'is no object'
  if (!Number.isInteger(manifest['apiVersion'])) return 'has no apiVersion, a whole number'
  for (const kind of ['endpoints', 'engines'] as const) {
    const offers = manifest[kind] ?? {}
    if (!isObject(offers)) return `has ${kind} that are no object`
    for (const [identifier, module] of Object.entries(offers)) {
      const { valid, rule } = NAMES[kind]
      if (!valid.test(identifier)) return `names '${identifier}' among the ${kind}; ${rule}`
      if (typeof module !== 'string') return `gives no module path for '${identifier}' among the ${kind}`
    }
  }
  return undefined
}
