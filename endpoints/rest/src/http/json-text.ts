import { isUtf8 } from 'node:buffer'

/** A JSON object as it was parsed. */
export type JsonObject = Readonly<Record<string, unknown>>

/** A number with the characters it was written with, which a double may not keep (`1.50`, 20 digits). */
export class NumberLiteral {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

const BYTE_ORDER_MARK = '\ufeff'
/** The context of a reviver, which tells how a value was written, is newer than the library's types. */
const parse: (
  text: string,
  reviver: (this: unknown, key: string, value: unknown, context?: { readonly source?: string }) => unknown,
) => unknown = JSON.parse

/**
 * Reads a JSON object as Flink does: what follows its closing brace is ignored, of equal keys the last one counts.
 * Where it holds numbers, these are {@link NumberLiteral}s.
 *
 * @returns nothing where the bytes are no UTF-8, no JSON, or no object
 * @see Jackson, `ObjectMapper#readValue` without `FAIL_ON_TRAILING_TOKENS`
 */
export function readJsonObject(bytes: Buffer): JsonObject | undefined {
  if (!isUtf8(bytes)) return undefined
  const decoded = bytes.toString()
  const text = decoded.startsWith(BYTE_ORDER_MARK) ? decoded.slice(1) : decoded
  return readAll(text) ?? readFirst(text)
}

function readAll(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (!isJsonObject(value)) return undefined
    return holdsNumber(value, 2) ? (parse(text, keepLiteral) as JsonObject) : value
  } catch {
    // Besides what is no JSON, objects nested so deeply that they cannot be gone through a second time.
    return undefined
  }
}

/** Tells a JSON object from other values. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function keepLiteral(this: unknown, _key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' && context?.source !== undefined ? new NumberLiteral(context.source) : value
}

/** Requests have fields and maps of text, so that no number further down matters. */
function holdsNumber(value: JsonObject, depth: number): boolean {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'number') return true
    if (depth > 1 && isJsonObject(inner) && holdsNumber(inner, depth - 1)) return true
  }
  return false
}

function readFirst(text: string): JsonObject | undefined {
  const end = endOfFirstObject(text)
  return end === undefined || end === text.length ? undefined : readAll(text.slice(0, end))
}

/** Where the object ends that the text begins with; looks at brackets and strings alone. Goes through the text once. */
function endOfFirstObject(text: string): number | undefined {
  if (!/^\s*\{/.test(text)) return undefined
  let depth = 0
  for (let at = text.indexOf('{'); at < text.length; at++) {
    const character = text[at]
    if (character === '"') at = closingQuote(text, at)
    else if (character === '{' || character === '[') depth++
    else if (character === '}' || character === ']') depth--
    if (depth === 0) return at + 1
  }
  return undefined
}

/** Where the string ends that begins at a place; the end of the text where it does not. */
function closingQuote(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}
