import { type OptionSpec, SYSTEM_CLOCK } from '@sql-gateway/gateway-common'
import { COMPATIBILITY_OPTIONS, ENGINE_INSTANCE_OPTIONS, GATEWAY_OPTIONS, GATEWAY_PREFIX } from '../configuration/gateway-options.js'
import type { AnyOptionTable } from '../configuration/option-schema.js'
import { SERVICE_OPTIONS } from '../configuration/service-options.js'
import { createStartProblems } from '../configuration/start-problems.js'
import { importModule } from '../discovery/module-importer.js'
import { findPackages, type SearchPlaces } from '../discovery/package-finder.js'
import { createPluginLoader } from '../discovery/plugin-loader.js'

/** Options that belong together, with whole keys. */
export interface OptionSection {
  /** A heading, such as `Endpoint rest`. */
  readonly title: string
  readonly options: readonly OptionSpec<unknown>[]
}

/** Every option there is, and what could not be looked at. */
export interface OptionSections {
  readonly sections: readonly OptionSection[]
  readonly problems: readonly string[]
}

/** The options of the gateway and of every endpoint and engine that can be found, enabled or not. */
export async function collectOptionSections(places: SearchPlaces): Promise<OptionSections> {
  const problems = createStartProblems()
  const found = await findPackages(places, problems)
  const builtIn = { endpoints: [], engines: [] }
  const loader = createPluginLoader({ found, builtIn, importer: importModule, clock: SYSTEM_CLOCK, problems })
  const endpoints = await Promise.all(
    loader.available('endpoints').map(async (name) => {
      const factory = await loader.load('endpoints', name)
      return section(`Endpoint ${name}`, `sql-gateway.endpoint.${name}.`, factory?.options)
    }),
  )
  const engines = await Promise.all(
    loader.available('engines').map(async (name) => {
      const factory = await loader.load('engines', name)
      return section(`Engine ${name}`, `sql-gateway.engine.${name}.`, factory && { ...ENGINE_INSTANCE_OPTIONS, ...factory.options })
    }),
  )
  const own = [
    section('Gateway', GATEWAY_PREFIX, GATEWAY_OPTIONS),
    section('Sessions and statements', GATEWAY_PREFIX, SERVICE_OPTIONS),
    section("Options of Flink's gateway without effect", GATEWAY_PREFIX, COMPATIBILITY_OPTIONS),
  ]
  return { sections: [...own, ...endpoints, ...engines].flatMap((one) => one ?? []), problems: problems.all }
}

function section(title: string, prefix: string, table: object | undefined): OptionSection | undefined {
  if (table === undefined) return undefined
  const specs = Object.values(table as AnyOptionTable)
  return { title, options: specs.map((spec) => ({ ...spec, key: prefix + spec.key })) }
}

/** A default as it is written in a file; nothing where there is none. */
export function defaultText(spec: OptionSpec<unknown>): string | undefined {
  if (spec.default === undefined) return undefined
  return spec.defaultText ?? [spec.default].flat().join(', ')
}

/** What values look like, for people. */
export function typeText({ format, oneOf }: OptionSpec<unknown>): string {
  if (oneOf !== undefined) return oneOf.join(' | ')
  const names: Partial<Record<typeof format, string>> = {
    string: 'text',
    'string-list': 'list',
    integer: 'number',
    'port-range': 'ports',
    'memory-size': 'memory size',
  }
  return names[format] ?? format
}

/** What a reader must know besides the doc: required, secret, deprecated. */
export function remarks({ required, sensitive, deprecated }: OptionSpec<unknown>): readonly string[] {
  return [
    ...(required === true ? ['Required.'] : []),
    ...(sensitive === true ? ['Never shown or logged.'] : []),
    ...(deprecated === undefined ? [] : [`Deprecated: use ${deprecated}.`]),
  ]
}
