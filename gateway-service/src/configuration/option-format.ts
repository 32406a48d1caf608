import { type OptionFormat, parseDuration, parseMemorySize } from '@sql-gateway/gateway-common'

/** How the values of one {@link OptionFormat} are read from text. */
export interface FormatReader {
  /** What a valid value is, to follow `is not`: with an article, and an example where it helps. */
  readonly expected: string
  /** @returns the value in code, or `undefined` for text that is none */
  readonly read: (text: string) => unknown
}

/** One reader for each format. */
export const FORMAT_READERS: Readonly<Record<OptionFormat, FormatReader>> = Object.freeze({
  string: { expected: 'a text', read: (text) => text },
  'string-list': { expected: 'a list such as a, b', read: readList },
  boolean: { expected: 'true or false', read: readBoolean },
  integer: { expected: 'a whole number', read: readInteger },
  port: { expected: 'a port from 0 to 65535', read: readPort },
  'port-range': { expected: 'a port, a range such as 8083-8090, or a list of both', read: readPortRange },
  duration: { expected: 'a duration such as 10 min, 30 s or 500 ms', read: (text) => unlessThrown(() => parseDuration(text)) },
  'memory-size': { expected: 'an amount of memory such as 512 mb or 1 gb', read: (text) => unlessThrown(() => parseMemorySize(text)) },
  path: { expected: 'the path of a file or folder', read: (text) => (text.trim() === '' ? undefined : text.trim()) },
})

function unlessThrown<T>(parse: () => T): T | undefined {
  try {
    return parse()
  } catch {
    return undefined
  }
}

function readList(text: string): readonly string[] {
  return text
    .split(/[,;]/)
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

function readBoolean(text: string): boolean | undefined {
  const lower = text.trim().toLowerCase()
  return lower === 'true' ? true : lower === 'false' ? false : undefined
}

function readInteger(text: string): number | undefined {
  const value = /^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(value) ? value : undefined
}

function readPort(text: string): number | undefined {
  const value = readInteger(text)
  return value !== undefined && value >= 0 && value <= 65_535 ? value : undefined
}

function readPortRange(text: string): string | undefined {
  const parts = text.split(',').map((part) => part.split('-').map((port) => port.trim()))
  const valid = parts.every((part) => {
    const [first, last] = part.map(readPort)
    return part.length === 1 ? first !== undefined : part.length === 2 && first !== undefined && last !== undefined && first <= last
  })
  return valid ? parts.map((part) => part.join('-')).join(',') : undefined
}
