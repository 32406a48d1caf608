/**
 * How an option's text is read and what its value is in code:
 *
 * - `string`; `string-list` (split at `,` or `;`, blanks trimmed, empty text is the empty list); `boolean`; `integer`
 * - `port`: 0 to 65535, 0 picks a free one; `port-range`: a port, a range `8083-8090`, or a list of both
 * - `duration`: milliseconds, read as Flink does (`10 min`, `1 h`, `500 ms`; a bare number counts milliseconds)
 * - `memory-size`: bytes, read as Flink does (`100 mb`, `1g`; a bare number counts bytes; units are powers of 1024)
 * - `path`: a file or folder; a relative one is taken from the gateway's home
 */
export type OptionFormat = 'string' | 'string-list' | 'boolean' | 'integer' | 'port' | 'port-range' | 'duration' | 'memory-size' | 'path'

/**
 * Who sets an option: `gateway` values are fixed at start; a `session` value is the default of a property that a
 * client may set for its session.
 */
export type OptionScope = 'gateway' | 'session'

/**
 * The declaration of one option; the only place where it is written down. The configuration reader, conf/sql-gateway.yaml,
 * docs/configuration.md and `--help` all come from it.
 */
export interface OptionSpec<T> {
  /** Without the prefix of the table's owner, in kebab-case; may hold dots. */
  readonly key: string
  readonly format: OptionFormat
  /** What holds when nothing is set; `undefined` where the option has no value then. */
  readonly default: T
  /** How the default is written in a file, where it differs from the plain value (`5 min`). */
  readonly defaultText?: string
  /** What it does, in whole sentences: unit, special values, what goes with it. */
  readonly doc: string
  readonly since: string
  readonly scope: OptionScope
  /** Never shown or logged. */
  readonly sensitive?: boolean
  /** Must be set. */
  readonly required?: boolean
  /** Deprecated in favour of another key, which is named. */
  readonly deprecated?: string
  /** The only valid values. */
  readonly oneOf?: readonly T[]
  /** Checks a value that has the right format; gives what would be valid, as in `at least 1`, or nothing when it is. */
  readonly check?: (value: Exclude<T, undefined>) => string | undefined
}

/** The options of one owner: a field of the settings each. */
export type OptionTable<S extends object> = { readonly [K in keyof S]-?: OptionSpec<S[K]> }

/** The settings that a table yields. */
export type SettingsOf<T> = T extends OptionTable<infer S> ? S : never

type Rest<T> = Omit<OptionSpec<T>, 'format' | 'default' | 'scope' | 'since' | 'key'> & {
  readonly since?: string
  readonly scope?: OptionScope
}

function option<T>(format: OptionFormat, key: string, value: T, rest: Rest<T>): OptionSpec<T> {
  return { key, format, default: value, since: '0.1.0', scope: 'gateway', ...rest }
}

/** An option that holds text. */
export function stringOption<T extends string | undefined>(key: string, value: T, rest: Rest<T>): OptionSpec<T> {
  return option('string', key, value, rest)
}

/** An option that holds a list of texts. */
export function stringListOption(key: string, value: readonly string[], rest: Rest<readonly string[]>): OptionSpec<readonly string[]> {
  return option('string-list', key, value, { defaultText: value.join(', '), ...rest })
}

/** An option that is on or off. */
export function booleanOption(key: string, value: boolean, rest: Rest<boolean>): OptionSpec<boolean> {
  return option('boolean', key, value, rest)
}

/** An option that holds a whole number; give its bounds by `check`. */
export function integerOption<T extends number | undefined>(key: string, value: T, rest: Rest<T>): OptionSpec<T> {
  return option('integer', key, value, rest)
}

/** An option that holds a port. */
export function portOption(key: string, value: number, rest: Rest<number>): OptionSpec<number> {
  return option('port', key, value, rest)
}

/** An option that holds ports to try in order, as text such as `8083` or `8083-8090,9000`. */
export function portRangeOption<T extends string | undefined>(key: string, value: T, rest: Rest<T>): OptionSpec<T> {
  return option('port-range', key, value, rest)
}

/** An option that holds a time span; the value in code is in milliseconds. */
export function durationOption(key: string, text: string, rest: Rest<number>): OptionSpec<number> {
  return option('duration', key, parseDuration(text), { defaultText: text, ...rest })
}

/** An option that holds an amount of memory or data; the value in code is in bytes. `undefined` means no value. */
export function memorySizeOption<T extends number | undefined>(
  key: string,
  text: T extends number ? string : undefined,
  rest: Rest<T>,
): OptionSpec<T> {
  const value = (text === undefined ? undefined : parseMemorySize(text)) as T
  return option('memory-size', key, value, text === undefined ? rest : { defaultText: text, ...rest })
}

/** An option that holds a file or folder. */
export function pathOption<T extends string | undefined>(key: string, value: T, rest: Rest<T>): OptionSpec<T> {
  return option('path', key, value, rest)
}

/** A check for numbers that must be at least `minimum`. */
export function atLeast(minimum: number): (value: number) => string | undefined {
  return (value) => (value >= minimum ? undefined : `at least ${minimum}`)
}

const DURATION_UNITS: Readonly<Record<string, number>> = Object.freeze({
  '': 1,
  ...units(1 / 1_000_000, 'ns', 'nano', 'nanosecond'),
  ...units(1 / 1_000, 'us', 'µs', 'micro', 'microsecond'),
  ...units(1, 'ms', 'milli', 'millisecond'),
  ...units(1_000, 's', 'sec', 'second'),
  ...units(60_000, 'm', 'min', 'minute'),
  ...units(3_600_000, 'h', 'hour'),
  ...units(86_400_000, 'd', 'day'),
})

const MEMORY_UNITS: Readonly<Record<string, number>> = Object.freeze({
  '': 1,
  ...units(1, 'b', 'byte'),
  ...units(1024, 'k', 'kb', 'kibibyte'),
  ...units(1024 ** 2, 'm', 'mb', 'mebibyte'),
  ...units(1024 ** 3, 'g', 'gb', 'gibibyte'),
  ...units(1024 ** 4, 't', 'tb', 'tebibyte'),
})

function units(factor: number, ...names: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    names.flatMap((name) => [
      [name, factor],
      [name.length > 2 ? `${name}s` : name, factor],
    ]),
  )
}

function parseQuantity(text: string, table: Readonly<Record<string, number>>): number | undefined {
  const match = /^\s*(-?\d+)\s*([a-zµ]*)\s*$/.exec(text.toLowerCase())
  const factor = match === null || !Object.hasOwn(table, match[2] ?? '') ? undefined : table[match[2] ?? '']
  if (match === null || factor === undefined) return undefined
  const value = Math.floor(Number(match[1]) * factor)
  return Number.isSafeInteger(value) ? value : undefined
}

/**
 * Reads a duration as Flink's TimeUtils does: a whole number and a unit (`ns us ms s min h d` and their long forms);
 * without a unit it counts milliseconds. Parts of a millisecond are dropped.
 *
 * @returns milliseconds
 * @throws {TypeError} the text is no duration
 */
export function parseDuration(text: string): number {
  const value = parseQuantity(text, DURATION_UNITS)
  if (value === undefined) throw new TypeError('a duration such as 10 min, 30 s or 500 ms')
  return value
}

/**
 * Reads an amount of memory as Flink's MemorySize does: a whole number and a unit (`b kb mb gb tb`, powers of 1024);
 * without a unit it counts bytes.
 *
 * @returns bytes
 * @throws {TypeError} the text is no amount of memory
 */
export function parseMemorySize(text: string): number {
  const value = parseQuantity(text, MEMORY_UNITS)
  if (value === undefined || value < 0) throw new TypeError('an amount of memory such as 512 mb or 1 gb')
  return value
}
