import { describe, expect, test } from '@jest/globals'
import type { OptionFormat } from '@sql-gateway/gateway-common'
import { FORMAT_READERS } from '../../src/configuration/option-format.js'

describe('FORMAT_READERS', () => {
  test.each<[OptionFormat, string, unknown]>([
    ['string', ' as is ', ' as is '],
    ['string-list', 'a, b;c ,', ['a', 'b', 'c']],
    ['string-list', ' ', []],
    ['boolean', 'TRUE', true],
    ['boolean', ' false ', false],
    ['integer', '-12', -12],
    ['integer', '+7', 7],
    ['port', '0', 0],
    ['port', '65535', 65_535],
    ['port-range', '8083', '8083'],
    ['port-range', '8083 - 8090, 9000', '8083-8090,9000'],
    ['duration', '2 min', 120_000],
    ['memory-size', '1 kb', 1024],
    ['path', ' conf/x ', 'conf/x'],
  ])('%s reads %j', (format, text, value) => {
    expect(FORMAT_READERS[format].read(text)).toEqual(value)
  })

  test.each<[OptionFormat, string]>([
    ['boolean', 'yes'],
    ['boolean', ''],
    ['integer', '1.5'],
    ['integer', ''],
    ['integer', '9007199254740993'],
    ['port', '65536'],
    ['port', '-1'],
    ['port-range', '8090-8083'],
    ['port-range', '1-2-3'],
    ['port-range', ''],
    ['port-range', '80,'],
    ['duration', '2 fortnights'],
    ['duration', ''],
    ['memory-size', '-1 kb'],
    ['path', ' '],
  ])('%s does not read %j', (format, text) => {
    expect(FORMAT_READERS[format].read(text)).toBeUndefined()
  })
})
