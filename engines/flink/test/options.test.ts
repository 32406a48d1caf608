import { describe, expect, test } from '@jest/globals'
import { FLINK_OPTIONS } from '../src/options.js'

describe('The options', () => {
  test.each(['http://flink:8083', 'https://flink.example/sql/gateway', 'http://[::1]:8083/', 'http://10.0.0.1'])(
    '%s is an address',
    (url) => {
      expect(FLINK_OPTIONS.url.check?.(url)).toBeUndefined()
    },
  )

  test.each(['flink:8083', 'ftp://flink', 'http://user:secret@flink:8083', 'http://flink?x=y', 'http://flink/#a', 'http://', ''])(
    '%j is none',
    (url) => {
      expect(FLINK_OPTIONS.url.check?.(url)).toContain('http://host:8083')
    },
  )
})
