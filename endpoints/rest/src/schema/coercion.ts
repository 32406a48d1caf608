import { z } from 'zod'
import { isJsonObject, NumberLiteral } from '../http/json-text.js'

/*
 * Fields of request bodies, read as Flink's JSON library reads them: numbers and booleans do for text, numeric text does
 * for numbers, null does for nothing at all.
 *
 * See Jackson, `StringDeserializer`, `NumberDeserializers`, `MapDeserializer`.
 */

const WHOLE_NUMBER = /^\s*[+-]?\d+\s*$/
const LARGEST_INT64 = 2 ** 63

/** A field that must be there, though it may be null, and how the description of the interface shows it. */
function field<T>(jsonSchema: Readonly<Record<string, unknown>>, expected: string, read: (value: unknown) => T | undefined) {
  return z
    .unknown()
    .transform((value, context): T | undefined => {
      if (value === undefined || value === null) return undefined
      const result = read(value)
      if (result === undefined) context.addIssue({ code: 'custom', message: `expected ${expected}` })
      return result
    })
    .meta(jsonSchema)
}

/** Text; numbers and booleans become the characters they were written with. */
export const textField = () => field({ type: 'string' }, 'text', readText).optional()

/** A map from text to text. Entries that are null are left out. */
export const textMapField = () =>
  field({ type: 'object', additionalProperties: { type: 'string' } }, 'an object whose values are text', readTextMap).optional()

/** A whole number of 64 bits; fractions are cut off. */
export const integerField = () => integer().optional()

/** A whole number that must be there and not null, since its Java counterpart is a primitive. */
export const requiredIntegerField = () => required(integer())

/** True or false, there and not null for the same reason. */
export const requiredBooleanField = () => required(field({ type: 'boolean' }, 'true or false', readBoolean))

const integer = () => field({ type: 'integer', format: 'int64' }, 'a whole number', readInteger)

function required<T>(schema: z.ZodType<T | undefined>): z.ZodType<T> {
  return schema.transform((value, context): T => {
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', message: 'expected a value' })
    return z.NEVER
  })
}

function readText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (value instanceof NumberLiteral) return value.text
  return typeof value === 'boolean' ? String(value) : undefined
}

function readTextMap(value: unknown): ReadonlyMap<string, string> | undefined {
  if (!isJsonObject(value) || value instanceof NumberLiteral) return undefined
  const map = new Map<string, string>()
  for (const key of Object.keys(value)) {
    const entry = value[key]
    if (entry === null) continue
    const text = readText(entry)
    if (text === undefined) return undefined
    map.set(key, text)
  }
  return map
}

function readInteger(value: unknown): number | undefined {
  if (value instanceof NumberLiteral) return inRange(Math.trunc(Number(value.text)))
  return typeof value === 'string' && WHOLE_NUMBER.test(value) ? inRange(Number(value)) : undefined
}

function inRange(value: number): number | undefined {
  return value >= -LARGEST_INT64 && value < LARGEST_INT64 ? value : undefined
}

function readBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (value instanceof NumberLiteral) return WHOLE_NUMBER.test(value.text) ? Number(value.text) !== 0 : undefined
  if (typeof value !== 'string') return undefined
  const lower = value.trim().toLowerCase()
  return lower === 'true' ? true : lower === 'false' ? false : undefined
}
