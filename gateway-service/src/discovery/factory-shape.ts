import type { EngineFactory, OptionFormat, SqlGatewayEndpointFactory } from '@sql-gateway/gateway-common'
import { FORMAT_READERS } from '../configuration/option-format.js'
import { isObject, type OfferKind } from './plugin-package.js'

/** The factory of each kind. */
export interface FactoryOf {
  readonly endpoints: SqlGatewayEndpointFactory
  readonly engines: EngineFactory
}

const CREATOR = { endpoints: 'createEndpoint', engines: 'createEngine' } as const

/**
 * The factory in an imported module: its default export. A module in CommonJS that was translated from ECMAScript's syntax
 * has its own default one level deeper.
 */
export function defaultExport(module: unknown): unknown {
  const value = isObject(module) ? module['default'] : undefined
  return isObject(value) && value['__esModule'] === true ? value['default'] : value
}

/**
 * What keeps a value from being a factory of a kind, following `its default export`; a plug-in may be plain JavaScript, where no
 * compiler has looked.
 *
 * @returns `undefined` when it is one
 */
export function factoryFault(value: unknown, kind: OfferKind, identifier: string): string | undefined {
  if (value === undefined) return 'is missing; export the factory by default'
  if (!isObject(value)) return 'is no object'
  if (value['identifier'] !== identifier)
    return `has the identifier '${String(value['identifier'])}' where the manifest says '${identifier}'`
  if (typeof value[CREATOR[kind]] !== 'function') return `has no function ${CREATOR[kind]}`
  if (!isObject(value['options'])) return 'has no object options'
  for (const [field, spec] of Object.entries(value['options'])) {
    if (!isObject(spec) || typeof spec['key'] !== 'string' || typeof spec['doc'] !== 'string')
      return `has an option ${field} without key or doc`
    if (!Object.hasOwn(FORMAT_READERS, spec['format'] as OptionFormat))
      return `has an option ${field} of unknown format '${String(spec['format'])}'`
  }
  return undefined
}
