import { describe, expect, test } from '@jest/globals'
import { propertyName, readSessionOptions } from '../../src/session/session-options.js'

describe('session/session-options', () => {
  test('reads what hive-jdbc sends', () => {
    const options = readSessionOptions({
      'set:hiveconf:hive.server2.thrift.resultset.default.fetch.size': '1000',
      'use:database': 'default',
      'set:hiveconf:hive.exec.parallel': 'true',
      'set:hivevar:wmpool': 'p',
      'set:system:user.country': 'DE',
      'set:metaconf:x': 'y',
      'execution.runtime-mode': 'streaming',
    })
    expect(options).toEqual({
      database: 'default',
      properties: new Map([
        ['hive.exec.parallel', 'true'],
        ['wmpool', 'p'],
        ['user.country', 'DE'],
        ['x', 'y'],
        ['execution.runtime-mode', 'streaming'],
      ]),
    })
  })

  test('takes a missing map and empty names for nothing', () => {
    expect(readSessionOptions(undefined)).toEqual({ properties: new Map() })
    expect(readSessionOptions(null)).toEqual({ properties: new Map() })
    expect(readSessionOptions({ 'use:database': '', 'use:catalog': 'c' })).toEqual({ catalog: 'c', properties: new Map() })
  })

  test('refuses what cannot be meant', () => {
    expect(() => readSessionOptions({ 'use:schema': 'x' })).toThrow(
      "The session option 'use:schema' does not exist; use:catalog and use:database do.",
    )
    expect(() => readSessionOptions({ 'set:env:PATH': '/' })).toThrow('the environment belongs to the gateway')
    expect(() => readSessionOptions({ k: 'v'.repeat(1_000_001) })).toThrow(
      'A session takes at most 10000 properties with 1000000 characters.',
    )
  })

  test('strips namespaces in whatever case and only at the beginning', () => {
    expect(['HiveConf:a', 'set:hivevar:b', 'set:c', 'my.hiveconf:d'].map(propertyName)).toEqual(['a', 'b', 'c', 'my.hiveconf:d'])
  })
})
