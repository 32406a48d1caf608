import { realpath } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Clock, isGatewayError, PLUGIN_API_VERSION } from '@sql-gateway/gateway-common'
import type { StartProblems } from '../configuration/start-problems.js'
import { defaultExport, type FactoryOf, factoryFault } from './factory-shape.js'
import { importWithinLimit, type ModuleImporter } from './module-importer.js'
import type { FoundPackages } from './package-finder.js'
import { isObject, type OfferKind, type PluginPackage } from './plugin-package.js'

/** Gives factories by kind and identifier, importing a module when it is first asked for. */
export interface PluginLoader {
  /** The identifiers on offer, in order of the alphabet. */
  available(kind: OfferKind): readonly string[]
  /**
   * The factory of an identifier. Everything that keeps it from being had is noted as a problem.
   *
   * @returns `undefined` when there is none
   */
  load<K extends OfferKind>(kind: K, identifier: string): Promise<FactoryOf[K] | undefined>
}

/** What a loader works with. */
export interface PluginLoaderContext {
  readonly found: FoundPackages
  /** Factories that the program itself brings, beside those of packages. */
  readonly builtIn: { readonly [K in OfferKind]: readonly FactoryOf[K][] }
  readonly importer: ModuleImporter
  readonly clock: Clock
  readonly problems: StartProblems
}

const WORDS = {
  endpoints: { one: 'endpoint', option: 'sql-gateway.endpoint.type' },
  engines: { one: 'engine', option: 'sql-gateway.engine.type' },
} as const

/** Makes a loader over the packages found. */
export function createPluginLoader({ found, builtIn, importer, clock, problems }: PluginLoaderContext): PluginLoader {
  const loaded = new Map<string, Promise<unknown>>()

  const offersOf = (kind: OfferKind, identifier: string): readonly PluginPackage[] =>
    found.plugins.filter(({ manifest }) => Object.hasOwn(manifest[kind] ?? {}, identifier))

  const available = (kind: OfferKind): readonly string[] => {
    const offered = found.plugins.flatMap(({ manifest }) => Object.keys(manifest[kind] ?? {}))
    return [...new Set([...offered, ...builtIn[kind].map(({ identifier }) => identifier)])].toSorted()
  }

  const noteUnknown = (kind: OfferKind, identifier: string): void => {
    const { one, option } = WORDS[kind]
    const skipped = found.skipped.map(({ place, reason }) => `\nLooked at in vain: ${place} ${reason}.`).join('')
    const offered = available(kind)
    const those = offered.length === 0 ? `There is no ${one} at all.` : `Available are: ${offered.join(', ')}.`
    problems.add(`No ${one} is called '${identifier}', which ${option} names. ${those}${skipped}`)
  }

  const importFrom = async (plugin: PluginPackage, kind: OfferKind, identifier: string): Promise<unknown> => {
    const what = `The ${WORDS[kind].one} '${identifier}' of the package ${plugin.title}`
    if (plugin.manifest.apiVersion !== PLUGIN_API_VERSION) {
      problems.add(
        `${what} is written for version ${plugin.manifest.apiVersion} of the contract; this gateway has version ${PLUGIN_API_VERSION}.`,
      )
      return undefined
    }
    const path = plugin.manifest[kind]?.[identifier] ?? ''
    const module = await resolveModule(plugin.directory, path)
    if (module.file === undefined) {
      problems.add(`${what} has its module at '${path}', which ${module.fault}.`)
      return undefined
    }
    try {
      const factory = defaultExport(await importWithinLimit(importer, pathToFileURL(module.file).href, clock))
      const fault = factoryFault(factory, kind, identifier)
      if (fault === undefined) return factory
      problems.add(`${what} cannot be used: its default export ${fault}.`)
    } catch (error) {
      problems.add(`${what} cannot be imported: ${causeText(error, plugin.directory)}.`)
    }
    return undefined
  }

  const loadOnce = async (kind: OfferKind, identifier: string): Promise<unknown> => {
    const own = builtIn[kind].find((factory) => factory.identifier === identifier)
    const offers = offersOf(kind, identifier)
    const titles = [...(own === undefined ? [] : ['the program itself']), ...offers.map(({ title }) => title)]
    if (titles.length > 1) {
      problems.add(`The ${WORDS[kind].one} '${identifier}' is offered by several packages: ${titles.join(', ')}. Keep one of them.`)
      return undefined
    }
    const [plugin] = offers
    if (own !== undefined) return own
    if (plugin !== undefined) return await importFrom(plugin, kind, identifier)
    noteUnknown(kind, identifier)
    return undefined
  }

  const load = async <K extends OfferKind>(kind: K, identifier: string): Promise<FactoryOf[K] | undefined> => {
    const key = `${kind} ${identifier}`
    const promise = loaded.get(key) ?? loadOnce(kind, identifier)
    loaded.set(key, promise)
    // The shape was checked; what type the options have is between a factory and its own code.
    return (await promise) as FactoryOf[K] | undefined
  }

  return { available, load }
}

/** The file of a module path, which has to lie inside the package, also after links are followed. */
async function resolveModule(directory: string, path: string): Promise<{ readonly file?: string; readonly fault?: string }> {
  const file = resolve(directory, path)
  if (isAbsolute(path) || isOutside(directory, file)) return { fault: 'lies outside the package' }
  try {
    const real = await realpath(file)
    return isOutside(await realpath(directory), real) ? { fault: 'leads outside the package' } : { file: real }
  } catch {
    return { fault: 'does not exist; perhaps the package is not built' }
  }
}

function isOutside(directory: string, file: string): boolean {
  const path = relative(directory, file)
  return path === '' || path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)
}

/** The first line of what a module threw, without the folders of this machine. */
function causeText(error: unknown, directory: string): string {
  const text = isGatewayError(error) ? error.publicMessage : describe(error)
  const line = text.split('\n')[0] ?? ''
  const folder = join(directory, sep)
  return line.replaceAll(pathToFileURL(folder).href, '').replaceAll(folder, '').replace(/\.$/, '')
}

/** By shape, since a module may throw an error of another realm, or no error at all. */
function describe(value: unknown): string {
  if (!isObject(value)) return String(value)
  return typeof value['message'] === 'string' ? value['message'] : JSON.stringify(value)
}
