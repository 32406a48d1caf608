import { describe, expect, test } from '@jest/globals'
import {
  atLeast,
  booleanOption,
  durationOption,
  integerOption,
  memorySizeOption,
  type OptionSpec,
  parseDuration,
  parseMemorySize,
  pathOption,
  portOption,
  portRangeOption,
  stringListOption,
  stringOption,
} from '../../src/index.js'

describe('parseDuration', () => {
  test.each([
    ['0', 0],
    ['1500', 1500],
    ['1500 ms', 1500],
    ['10min', 600_000],
    [' 10  MIN ', 600_000],
    ['10 m', 600_000],
    ['10 minute', 600_000],
    ['10 minutes', 600_000],
    ['30 s', 30_000],
    ['30 sec', 30_000],
    ['30 secs', 30_000],
    ['30 seconds', 30_000],
    ['2 h', 7_200_000],
    ['2 hours', 7_200_000],
    ['1 d', 86_400_000],
    ['1 day', 86_400_000],
    ['7 milliseconds', 7],
    ['7 millis', 7],
    ['1999 us', 1],
    ['1999 µs', 1],
    ['3000 micros', 3],
    ['999999 ns', 0],
    ['1000000 nanos', 1],
    ['-1', -1],
  ])('reads %j as %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  test.each([
    '',
    'min',
    '1.5 h',
    '1 year',
    '1 ss',
    '1 min 30 s',
    '10 min.',
    '1e3',
    '٣ s',
    '999999999999999999 d',
    '1 constructor',
    '1 toString',
  ])('refuses %j and says what is right', (text) => {
    expect(() => parseDuration(text)).toThrow(new TypeError('a duration such as 10 min, 30 s or 500 ms'))
  })
})

describe('parseMemorySize', () => {
  test.each([
    ['0', 0],
    ['4096', 4096],
    ['12 b', 12],
    ['12 bytes', 12],
    ['1k', 1024],
    ['1 kb', 1024],
    ['2 kibibytes', 2048],
    ['512 mb', 536_870_912],
    ['512 MB', 536_870_912],
    ['1g', 1_073_741_824],
    ['1 gibibyte', 1_073_741_824],
    ['3 tb', 3_298_534_883_328],
  ])('reads %j as %d bytes', (text, bytes) => {
    expect(parseMemorySize(text)).toBe(bytes)
  })

  test.each(['', 'mb', '-1', '1.5 gb', '1 pb', '1 kbs', '9999999 tb'])('refuses %j and says what is right', (text) => {
    expect(() => parseMemorySize(text)).toThrow(new TypeError('an amount of memory such as 512 mb or 1 gb'))
  })
})

describe('option builders', () => {
  const doc = 'What it does.'
  const gateway = { since: '0.1.0', scope: 'gateway', doc }

  test.each<readonly [string, OptionSpec<never>, object]>([
    ['stringOption', stringOption('a', 'x', { doc }), { key: 'a', format: 'string', default: 'x', ...gateway }],
    ['stringOption without a value', stringOption('a', undefined, { doc }), { key: 'a', format: 'string', default: undefined, ...gateway }],
    [
      'stringListOption',
      stringListOption('a', ['x', 'y'], { doc }),
      { key: 'a', format: 'string-list', default: ['x', 'y'], defaultText: 'x, y', ...gateway },
    ],
    ['booleanOption', booleanOption('a', true, { doc }), { key: 'a', format: 'boolean', default: true, ...gateway }],
    ['integerOption', integerOption('a', 7, { doc }), { key: 'a', format: 'integer', default: 7, ...gateway }],
    ['portOption', portOption('a', 8083, { doc }), { key: 'a', format: 'port', default: 8083, ...gateway }],
    ['portRangeOption', portRangeOption('a', '8083-8090', { doc }), { key: 'a', format: 'port-range', default: '8083-8090', ...gateway }],
    [
      'durationOption',
      durationOption('a', '5 min', { doc }),
      { key: 'a', format: 'duration', default: 300_000, defaultText: '5 min', ...gateway },
    ],
    [
      'memorySizeOption',
      memorySizeOption<number>('a', '1 kb', { doc }),
      { key: 'a', format: 'memory-size', default: 1024, defaultText: '1 kb', ...gateway },
    ],
    [
      'memorySizeOption without a value',
      memorySizeOption<undefined>('a', undefined, { doc }),
      { key: 'a', format: 'memory-size', default: undefined, ...gateway },
    ],
    ['pathOption', pathOption('a', 'var', { doc }), { key: 'a', format: 'path', default: 'var', ...gateway }],
  ] as never)('%s fills in the format, the default and the rest', (_, spec, expected) => {
    expect(spec).toEqual(expected)
  })

  test('let scope and since be chosen', () => {
    expect(integerOption<number>('a', 1, { doc, scope: 'session', since: '0.2.0' })).toMatchObject({ scope: 'session', since: '0.2.0' })
  })
})

describe('atLeast', () => {
  test('says what is right for values below', () => {
    expect([atLeast(1)(0), atLeast(1)(1), atLeast(1)(2)]).toEqual(['at least 1', undefined, undefined])
  })
})
