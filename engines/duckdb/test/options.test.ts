import { describe, expect, test } from '@jest/globals'
import { ERROR_CODES } from '@sql-gateway/gateway-common'
import { defaultSettings } from '@sql-gateway/gateway-common/testkit'
import factory from '../src/index.js'
import { DUCKDB_OPTIONS } from '../src/options.js'
import { codeOf, openEngine, readAll } from './support/engine-under-test.js'

describe('engines/duckdb/src/options', () => {
  test('no two options have the same key, and each default passes its own check', () => {
    const specs = Object.values(DUCKDB_OPTIONS)
    expect(new Set(specs.map(({ key }) => key)).size).toBe(specs.length)
    for (const { default: value, check } of specs) {
      if (value !== undefined) expect((check as ((value: unknown) => string | undefined) | undefined)?.(value)).toBeUndefined()
    }
    expect(defaultSettings(factory.options)).toMatchObject({ path: undefined, resultMemoryRows: 100_000, streamingBuffer: 16 * 1024 ** 2 })
  })

  test('each setting of DuckDB reaches it', async () => {
    const mb = 1024 ** 2
    await using engine = await openEngine({ memoryLimit: 64 * mb, threads: 3, tempDiskLimit: 32 * mb })
    const session = await engine.open()
    const setting = async (name: string) => session.value(`SELECT current_setting('${name}')::VARCHAR`)
    expect([
      await setting('memory_limit'),
      await setting('threads'),
      await setting('max_temp_directory_size'),
      await setting('allocator_background_threads'),
    ]).toEqual(['64.0 MiB', '3', '32.0 MiB', 'true'])
  })

  test('what DuckDB does not take stops the start', async () => {
    expect(await codeOf(openEngine({ threads: -3 }))).toBe('GATEWAY.START_FAILED')
  })

  test('the statements at once never exceed what the thread pool leaves', async () => {
    await using engine = await openEngine({ maxConcurrentStatements: 100_000 })
    expect(engine.engine.maxConcurrentStatements).toBeLessThan(1024)
    expect(engine.engine.info()).toEqual({ productName: 'DuckDB', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) })
  })

  test('a result beyond the limit of disk fails with the name of the limit', async () => {
    await using engine = await openEngine({ resultMemoryRows: 0, resultDiskLimit: 100_000 })
    const session = await engine.open()
    expect(await session.error('FROM range(1000000)')).toMatchObject({
      code: 'RESULT.TOO_LARGE',
      publicMessage: expect.stringContaining('larger than the disk for results (result.disk-limit)'),
    })
    expect(await session.value('SELECT 1')).toBe('1')
  })

  test('a result for which others leave no room fails as one that may be tried again, and succeeds once they are gone', async () => {
    await using engine = await openEngine({ resultMemoryRows: 0, resultDiskLimit: 3_000_000 })
    const [one, other] = [await engine.open(), await engine.open()]
    const unread = await one.execute('FROM range(250000)')
    await readAll(unread)
    const error = await other.error('FROM range(250000)')
    expect(error.code).toBe('ENGINE.OUT_OF_RESOURCES')
    expect(ERROR_CODES[error.code].retryable).toBe(true)
    expect(error.publicMessage).toMatch(/other results take \d\d % of the disk for results \(result.disk-limit\).*Try again later/)
    await unread.rows.close()
    expect(await other.rows('FROM range(250000)')).toHaveLength(250_000)
  })
})
