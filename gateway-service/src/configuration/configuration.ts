import { resolve } from 'node:path'
import type { OptionSpec, OptionTable } from '@sql-gateway/gateway-common'
import type { ConfigurationSource, SourcedValue } from './configuration-source.js'
import { nearestKey, nearestSection } from './nearest-key.js'
import { type AnyOptionTable, type BadValue, type GivenValue, readOptions } from './option-schema.js'
import type { StartProblems } from './start-problems.js'

/** Whose options these are, and under which prefix they stand. */
export interface OptionOwner<S extends object> {
  /** With its final dot, such as `sql-gateway.endpoint.rest.`. */
  readonly prefix: string
  readonly options: OptionTable<S>
  /** For texts of problems, such as `endpoint 'rest'`; absent for the gateway itself. */
  readonly title?: string
}

/** A value in effect. */
export interface EffectiveValue {
  readonly key: string
  /** Masked where the option is sensitive. */
  readonly value: unknown
  /** Where it was written; absent for a default. */
  readonly origin?: string
  /** The key to use instead, where this one is deprecated and was given. */
  readonly replacement?: string
}

/**
 * The gateway's configuration: options of several owners over sources of values, read owner by owner. Nothing is corrected
 * silently; everything wrong is noted as a problem and reading goes on, so that all of it can be told at once.
 */
export interface Configuration {
  /** The settings of one owner. Where a value is bad or missing the default stands in; a problem was noted then. */
  read<S extends object>(owner: OptionOwner<S>): S
  /**
   * Call it once after the last `read`: notes every key that was given and never declared.
   *
   * @param isForeign - tells whether a key of an area belongs to something that is not enabled, by what may be its owner's
   *   name; an environment variable leaves open where the name ends: FLINK_1_URL may belong to `flink` or to `flink-1`
   * @returns the given keys that belong to something not enabled
   */
  finish(isForeign: ForeignTest): readonly string[]
  /** Every value in effect, in the order of reading. */
  effective(): readonly EffectiveValue[]
}

/** See {@link Configuration.finish}. */
export type ForeignTest = (area: OwnerArea, names: readonly string[]) => boolean

/** The parts of the configuration that belong to plug-ins: the name follows, then the option. */
export const OWNER_AREAS = ['sql-gateway.endpoint.', 'sql-gateway.engine.'] as const

/** One of {@link OWNER_AREAS}. */
export type OwnerArea = (typeof OWNER_AREAS)[number]

const HIDDEN = '(hidden)'

/**
 * Makes a configuration.
 *
 * @param sources - the strongest last
 * @param homeDirectory - absolute; relative paths are taken from it
 */
export function createConfiguration(
  sources: readonly ConfigurationSource[],
  homeDirectory: string,
  problems: StartProblems,
): Configuration {
  const strongestFirst = [...sources].reverse()
  const known = new Map<string, OptionOwner<object>>()
  const effective: EffectiveValue[] = []

  const find = (key: string): SourcedValue | undefined => {
    for (const source of strongestFirst) {
      const found = source.get(source.spell(key))
      if (found !== undefined) return found
    }
    return undefined
  }

  const read = <S extends object>(owner: OptionOwner<S>): S => {
    const specs = Object.entries(owner.options as unknown as AnyOptionTable)
    const found = new Map<string, SourcedValue>()
    for (const [field, spec] of specs) {
      const key = owner.prefix + spec.key
      known.set(key, owner as OptionOwner<object>)
      const value = find(key)
      if (value !== undefined) found.set(field, { ...value, value: withoutBrackets(spec.format, value.value) })
    }
    const given = Object.fromEntries([...found].map(([field, { value }]) => [field, value]))
    const { settings: asGiven, badValues } = readOptions(owner.options, given)
    const settings = withAbsolutePaths(asGiven, owner.options as unknown as AnyOptionTable, homeDirectory)
    for (const bad of badValues) problems.add(badValueText(owner.prefix, bad, found.get(bad.field)))
    const missing = specs.filter(([field, spec]) => spec.required === true && spec.default === undefined && !found.has(field))
    if (missing.length > 0) problems.add(missingText(owner as OptionOwner<object>, missing))
    for (const [field, spec] of specs) {
      const value = (settings as Readonly<Record<string, unknown>>)[field]
      effective.push(effectiveValue(owner.prefix + spec.key, spec, value, found.get(field)))
    }
    return settings
  }

  const ownerOf = (source: ConfigurationSource, name: string): OptionOwner<object> | undefined =>
    [...known.values()].find(({ prefix, title }) => title !== undefined && name.startsWith(source.spell(prefix)))

  const complain = (source: ConfigurationSource, name: string): void => {
    const owner = ownerOf(source, name)
    const keys = [...known].filter(([, of]) => owner === undefined || of.prefix === owner.prefix).map(([key]) => key)
    const spelled = keys.map((key) => source.spell(key))
    const near = nearestKey(name, source.otherNames ?? [], 1) ?? nearestKey(name, spelled)
    const origin = source.get(name)?.origin ?? ''
    const what = origin.endsWith(name) ? `Unknown option: ${origin}.` : `Unknown option '${name}' (${origin}).`
    const guess = near === undefined ? sectionText(source, name, keys) : ` Did you mean '${near}'?`
    const of = owner === undefined ? '' : ` The ${owner.title} has: ${spelled.toSorted().join(', ')}.`
    problems.add(owner === undefined || near !== undefined ? what + guess + of : what + of)
  }

  const finish = (isForeign: ForeignTest): readonly string[] => {
    const ignored: string[] = []
    for (const source of sources) {
      const claimed = new Set([...known.keys()].map((key) => source.spell(key)))
      for (const name of source.names()) {
        if (claimed.has(name) || isEmptySection(source, name, claimed)) continue
        const foreign =
          ownerOf(source, name) === undefined &&
          OWNER_AREAS.some((area) => {
            const spelled = source.spell(area)
            return name.startsWith(spelled) && isForeign(area, ownerNames(name.slice(spelled.length)))
          })
        if (foreign) ignored.push(name)
        else complain(source, name)
      }
    }
    return ignored
  }

  return { read, finish, effective: () => effective }
}

/** What there is in the section of an unknown key. Sections are what stands before the last part of a key, `sql-gateway.` not. */
function sectionText(source: ConfigurationSource, name: string, keys: readonly string[]): string {
  const sectionOf = (key: string) => key.slice(0, key.lastIndexOf('.') + 1)
  const sections = keys.map(sectionOf).filter((section) => section.split('.').length > 2)
  const near = nearestSection(
    name,
    sections.map((section) => source.spell(section)),
  )
  if (near === undefined) return ''
  const there = keys.filter((key) => source.spell(sectionOf(key)) === near).map((key) => source.spell(key))
  return ` There are: ${there.toSorted().join(', ')}.`
}

function badValueText(prefix: string, { spec, complaint }: BadValue, source: SourcedValue | undefined): string {
  const shown = spec.sensitive === true ? HIDDEN : `'${[source?.value ?? spec.default].flat().join(', ')}'`
  return `${prefix}${spec.key}: ${shown} ${complaint} (${source?.origin ?? 'the default'}).`
}

function missingText(owner: OptionOwner<object>, missing: readonly (readonly [string, OptionSpec<unknown>])[]): string {
  const lines = missing.map(([, spec]) => `\n${owner.prefix}${spec.key}: ${spec.doc}`)
  return `Required options are missing${owner.title === undefined ? '' : ` for the ${owner.title}`}:${lines.join('')}`
}

function effectiveValue(key: string, spec: OptionSpec<unknown>, value: unknown, source: SourcedValue | undefined): EffectiveValue {
  return {
    key,
    value: spec.sensitive === true ? HIDDEN : value,
    ...(source === undefined ? {} : { origin: source.origin }),
    ...(source === undefined || spec.deprecated === undefined ? {} : { replacement: spec.deprecated }),
  }
}

function withAbsolutePaths<S extends object>(settings: S, options: AnyOptionTable, homeDirectory: string): S {
  const paths = Object.entries(settings).filter(([field, value]) => options[field]?.format === 'path' && typeof value === 'string')
  return { ...settings, ...Object.fromEntries(paths.map(([field, value]) => [field, resolve(homeDirectory, value as string)])) }
}

/** A list may be written in brackets outside YAML, too, as Flink allows. */
function withoutBrackets(format: string, value: GivenValue): GivenValue {
  if (typeof value !== 'string') return format === 'port-range' ? value.join(',') : value
  return format === 'string-list' ? value.replace(/^\s*\[(.*)\]\s*$/, '$1') : value
}

/** A section of the file whose keys are all commented out. */
function isEmptySection(source: ConfigurationSource, name: string, claimed: ReadonlySet<string>): boolean {
  return source.get(name)?.value === '' && [...claimed, ...OWNER_AREAS].some((key) => key.startsWith(`${name}.`))
}

/** What may be the owner's name at the start of a key: `rest.port` gives rest, `REST_BIND_PORT` gives rest and rest-bind. */
function ownerNames(rest: string): readonly string[] {
  if (rest.includes('.')) return rest.split('.').slice(0, 1)
  const words = rest.toLowerCase().split('_')
  return words.slice(0, -1).map((_, index) => words.slice(0, index + 1).join('-'))
}
