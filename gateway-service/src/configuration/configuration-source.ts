import type { GivenValue } from './option-schema.js'

/** A value and where it was written. */
export interface SourcedValue {
  readonly value: GivenValue
  /** For people: `sql-gateway.yaml, line 3`. */
  readonly origin: string
}

/** One place where values come from, such as the file or the environment. */
export interface ConfigurationSource {
  /** How this source writes a key, or the first part of one. */
  spell(key: string): string
  /** What stands under a name as {@link spell} gives it. */
  get(name: string): SourcedValue | undefined
  /** The names of everything that the source holds for the gateway. */
  names(): Iterable<string>
  /** Names that mean something else here, which a misspelt one may have been meant for. */
  readonly otherNames?: readonly string[]
}

/** The options given on the command line or by the program that embeds the gateway. */
export function createFlagSource(values: Readonly<Record<string, string>>): ConfigurationSource {
  const given = new Map(Object.entries(values))
  return {
    spell: (key) => key,
    get: (name) => {
      const value = given.get(name)
      return value === undefined ? undefined : { value, origin: `-D${name}` }
    },
    names: () => given.keys(),
  }
}
