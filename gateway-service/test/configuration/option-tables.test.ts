import { describe, expect, test } from '@jest/globals'
import { environmentName, LAUNCHER_VARIABLES } from '../../src/configuration/environment-source.js'
import { COMPATIBILITY_OPTIONS, ENGINE_INSTANCE_OPTIONS, GATEWAY_OPTIONS } from '../../src/configuration/gateway-options.js'
import { type AnyOptionTable, readOptions } from '../../src/configuration/option-schema.js'
import { SERVICE_OPTIONS } from '../../src/configuration/service-options.js'

const TABLES: readonly AnyOptionTable[] = [GATEWAY_OPTIONS, SERVICE_OPTIONS, COMPATIBILITY_OPTIONS, ENGINE_INSTANCE_OPTIONS].map(
  (table) => table as unknown as AnyOptionTable,
)
const SPECS = TABLES.flatMap((table) => Object.values(table))

describe("the gateway's option tables", () => {
  test('declare each key and each environment variable once', () => {
    const names = SPECS.map(({ key }) => environmentName(`sql-gateway.${key}`))
    expect(new Set(names).size).toBe(names.length)
    expect(names.filter((name) => Object.hasOwn(LAUNCHER_VARIABLES, name))).toEqual([])
  })

  test.each(SPECS.map((spec) => [spec.key, spec] as const))('%s has a key in kebab-case and a doc in whole sentences', (key, spec) => {
    expect(key).toMatch(/^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)*$/)
    expect(spec.doc).toMatch(/^[A-Z].*\.$/)
  })

  test('have defaults that are valid values themselves', () => {
    for (const table of TABLES) expect(readOptions(table, {}).badValues).toEqual([])
  })

  test("keep FLIP-91's keys and Flink's defaults where the gateway does not differ on purpose", () => {
    const defaults = Object.fromEntries(SPECS.map(({ key, default: value }) => [key, value]))
    expect(defaults).toMatchObject({
      'session.idle-timeout': 300_000,
      'session.check-interval': 60_000,
      'session.max-num': 1_000_000,
      'worker.threads.max': 500,
      'worker.threads.min': 5,
      'worker.keepalive-time': 300_000,
    })
  })

  test('yield every field of the settings from given values', () => {
    for (const table of TABLES) {
      const given = Object.fromEntries(Object.entries(table).map(([field, spec]) => [field, otherValue(spec)]))
      const { settings, badValues } = readOptions(table, given)
      expect(badValues).toEqual([])
      for (const [field, spec] of Object.entries(table)) {
        expect({ [field]: (settings as Record<string, unknown>)[field] }).not.toEqual({ [field]: spec.default })
      }
    }
  })
})

function otherValue(spec: AnyOptionTable[string]): string {
  const other = spec.oneOf?.find((value) => value !== spec.default)
  if (other !== undefined) return String(other)
  if (spec.format === 'boolean') return String(spec.default !== true)
  if (spec.format === 'duration') return '77 s'
  if (spec.format === 'memory-size') return '77 kb'
  return spec.format === 'integer' ? '77' : 'other'
}
