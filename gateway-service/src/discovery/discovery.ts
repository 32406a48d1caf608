import type { Clock, EngineFactory, Logger, SqlGatewayEndpointFactory } from '@sql-gateway/gateway-common'
import type { Configuration, ForeignTest, OptionOwner } from '../configuration/configuration.js'
import { ENGINE_INSTANCE_OPTIONS } from '../configuration/gateway-options.js'
import { nearestKey } from '../configuration/nearest-key.js'
import type { StartProblems } from '../configuration/start-problems.js'
import type { FactoryOf } from './factory-shape.js'
import type { ModuleImporter } from './module-importer.js'
import { findPackages, type SearchPlaces } from './package-finder.js'
import { createPluginLoader } from './plugin-loader.js'
import type { OfferKind } from './plugin-package.js'

/** A factory that the configuration asks for, with the settings it is to work by. */
export interface Enabled<F> {
  /** The identifier of an endpoint, the instance's name of an engine. */
  readonly name: string
  readonly factory: F
  readonly settings: object
}

/** Everything that the configuration asks for. */
export interface Discovered {
  readonly endpoints: readonly Enabled<SqlGatewayEndpointFactory>[]
  /** The default one first. */
  readonly engines: readonly Enabled<EngineFactory>[]
  /** For {@link Configuration.finish}. */
  readonly isForeign: ForeignTest
}

/** What discovery works with. */
export interface DiscoveryContext {
  readonly places: SearchPlaces
  readonly endpointTypes: readonly string[]
  readonly engineTypes: readonly string[]
  readonly configuration: Configuration
  readonly builtIn: { readonly [K in OfferKind]: readonly FactoryOf[K][] }
  readonly importer: ModuleImporter
  readonly clock: Clock
  readonly logger: Logger
  readonly problems: StartProblems
}

const INSTANCE_NAME = /^[a-z][a-z0-9]*([-.][a-z0-9]+)*$/

/**
 * Finds the endpoints and engines that the configuration names, imports them and nothing else, and reads their options.
 * Everything wrong is noted as a problem; what is in order is given back all the same.
 *
 * @see FLIP-91 and Apache Flink, `SqlGatewayEndpointFactoryUtils`
 */
export async function discover(context: DiscoveryContext): Promise<Discovered> {
  const { places, endpointTypes, engineTypes, configuration, builtIn, importer, clock, logger, problems } = context
  const found = await findPackages(places, problems)
  for (const { place, reason } of found.skipped) logger.warn({ place, reason }, 'A package offers nothing')
  const loader = createPluginLoader({ found, builtIn, importer, clock, problems })

  const endpoints: Enabled<SqlGatewayEndpointFactory>[] = []
  for (const name of withoutDoubles(endpointTypes, 'sql-gateway.endpoint.type', problems)) {
    const factory = await loader.load('endpoints', name)
    if (factory === undefined) continue
    endpoints.push({ name, factory, settings: configuration.read(ownerOf('endpoint', name, factory)) })
  }

  const engines: Enabled<EngineFactory>[] = []
  for (const name of withoutDoubles(engineTypes, 'sql-gateway.engine.type', problems)) {
    if (!INSTANCE_NAME.test(name) || name === 'type') {
      problems.add(
        `sql-gateway.engine.type: '${name}' cannot be the name of an engine; lower-case letters, digits, - and . are valid, as in flink-1.20.`,
      )
      continue
    }
    const prefix = `sql-gateway.engine.${name}.`
    // Without a title, so that the options of an engine that cannot be had are not called unknown.
    const { kind = kindOf(name) } = configuration.read({ prefix, options: ENGINE_INSTANCE_OPTIONS })
    const factory = await loader.load('engines', kind)
    if (factory === undefined) continue
    engines.push({ name, factory, settings: configuration.read(ownerOf('engine', name, factory)) })
  }

  const isForeign: ForeignTest = (area, names) => {
    const available = loader.available(area === 'sql-gateway.endpoint.' ? 'endpoints' : 'engines')
    const identifiers = area === 'sql-gateway.endpoint.' ? names : names.map(kindOf)
    const near = identifiers.some((identifier) => nearestKey(identifier, available) !== undefined)
    return identifiers.some((identifier) => available.includes(identifier)) || !near
  }
  return { endpoints, engines, isForeign }
}

/** The kind of an engine instance, unless an option says otherwise. */
function kindOf(name: string): string {
  return name.split('-', 1)[0] ?? name
}

function ownerOf(what: 'endpoint' | 'engine', name: string, { options }: Pick<OptionOwner<object>, 'options'>): OptionOwner<object> {
  return { prefix: `sql-gateway.${what}.${name}.`, title: `${what} '${name}'`, options }
}

function withoutDoubles(names: readonly string[], option: string, problems: StartProblems): readonly string[] {
  const doubles = names.filter((name, index) => names.indexOf(name) !== index)
  for (const name of new Set(doubles)) problems.add(`${option} names '${name}' more than once. Keep each name once.`)
  return [...new Set(names)]
}
