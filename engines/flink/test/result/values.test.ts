import { describe, expect, test } from '@jest/globals'
import { type LogicalType, type LogicalTypeRoot, STRING_TYPE } from '@sql-gateway/gateway-common'
import { renderRows } from '@sql-gateway/gateway-common/testkit'
import { zoneOffset } from '../../src/result/session-zone.js'
import { openPageReader, pageText } from '../support/page-text.js'

const INT: LogicalType = { root: 'INTEGER', nullable: true }
const decimal = (precision: number, scale: number): LogicalType => ({ root: 'DECIMAL', nullable: true, precision, scale })
const timestamp = (precision: number): LogicalType => ({ root: 'TIMESTAMP_WITHOUT_TIME_ZONE', nullable: true, precision })
const instant = (precision: number): LogicalType => ({ root: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', nullable: true, precision })
const simple = (root: 'BOOLEAN' | 'TINYINT' | 'SMALLINT' | 'BIGINT' | 'FLOAT' | 'DOUBLE' | 'DATE' | 'VARIANT'): LogicalType => ({
  root,
  nullable: true,
})

/** The values of a column of one type, as text; the last one is null. */
async function read(
  type: LogicalType,
  values: readonly string[],
  format: 'JSON' | 'PLAIN_TEXT' = 'JSON',
  zone = 'UTC',
): Promise<readonly (string | undefined)[]> {
  const offset = zoneOffset(zone)
  const reader = openPageReader(offset === undefined ? { format } : { format, offset })
  const page = await reader.read(pageText({ columns: [{ name: 'c', type }], rows: [...values, 'null'].map((value) => [value]), format }))
  const texts = renderRows(page?.schema ?? { columns: [] }, page?.batch === undefined ? [] : [page.batch]).map(([value]) => value)
  expect(texts.at(-1)).toBe('NULL')
  return texts.slice(0, -1)
}

type Example = readonly [LogicalType, { readonly [json: string]: string }]

/** Values of each type as JSON, and what they are. */
const JSON_VALUES: { readonly [R in Exclude<LogicalTypeRoot, 'NULL'>]: readonly Example[] } = {
  BOOLEAN: [[simple('BOOLEAN'), { true: 'true', false: 'false' }]],
  TINYINT: [[simple('TINYINT'), { '-128': '-128', '127': '127' }]],
  SMALLINT: [[simple('SMALLINT'), { '-32768': '-32768', '32767': '32767' }]],
  INTEGER: [[INT, { '-2147483648': '-2147483648', '0': '0' }]],
  BIGINT: [
    [
      simple('BIGINT'),
      {
        '9223372036854775807': '9223372036854775807',
        '-9223372036854775808': '-9223372036854775808',
        '9007199254740993': '9007199254740993',
        '-9007199254740993': '-9007199254740993',
        '999999999999999': '999999999999999',
        '-4294967297': '-4294967297',
        '-1': '-1',
      },
    ],
  ],
  FLOAT: [[simple('FLOAT'), { '1.1': '1.1', '3.4028235E38': '3.4028235e+38', '"NaN"': 'NaN', '"-Infinity"': '-Infinity', '-0.0': '-0' }]],
  DOUBLE: [
    [
      simple('DOUBLE'),
      { '0.1': '0.1', '1.7976931348623157E308': '1.7976931348623157e+308', '"Infinity"': 'Infinity', '4.9E-324': '5e-324' },
    ],
  ],
  DECIMAL: [
    [decimal(10, 2), { '1E+2': '100.00', '-0.5': '-0.50', '0': '0.00', '12345678.91': '12345678.91', '"7.10"': '7.10' }],
    [decimal(18, 18), { '1E-18': '0.000000000000000001', '0.999999999999999999': '0.999999999999999999' }],
    [
      decimal(38, 10),
      {
        '9999999999999999999999999999.9999999999': '9999999999999999999999999999.9999999999',
        '-1E+27': '-1000000000000000000000000000.0000000000',
        '-1E-10': '-0.0000000001',
        '1.5': '1.5000000000',
      },
    ],
    [
      decimal(38, 0),
      {
        '99999999999999999999999999999999999999': '99999999999999999999999999999999999999',
        '-18446744073709551617': '-18446744073709551617',
      },
    ],
  ],
  CHAR: [[{ root: 'CHAR', nullable: true, length: 3 }, { '"ab "': 'ab ' }]],
  VARCHAR: [[STRING_TYPE, { '"größe 😀"': 'größe 😀', '"a\\"b\\\\c\\n\\u0000"': 'a"b\\c\n\u0000', '""': '', '"\\\\"': '\\' }]],
  BINARY: [[{ root: 'BINARY', nullable: true, length: 2 }, { '"AP8="': "x'00ff'" }]],
  VARBINARY: [
    [
      { root: 'VARBINARY', nullable: true, length: 2147483647 },
      { '""': "x''", '"+/8A"': "x'fbff00'" },
    ],
  ],
  DATE: [
    [
      simple('DATE'),
      {
        '"1970-01-01"': '1970-01-01',
        '"0001-01-01"': '0001-01-01',
        '"9999-12-31"': '9999-12-31',
        '"2024-02-29"': '2024-02-29',
        '"-0044-03-15"': '-0044-03-15',
        '"+12345-06-07"': '12345-06-07',
      },
    ],
  ],
  TIME_WITHOUT_TIME_ZONE: [
    [{ root: 'TIME_WITHOUT_TIME_ZONE', nullable: true, precision: 0 }, { '"23:59:59"': '23:59:59' }],
    [
      { root: 'TIME_WITHOUT_TIME_ZONE', nullable: true, precision: 3 },
      { '"12:12:43.1"': '12:12:43.100', '"00:00:00"': '00:00:00.000' },
    ],
    [{ root: 'TIME_WITHOUT_TIME_ZONE', nullable: true, precision: 9 }, { '"12:12:43.123456789"': '12:12:43.123456789' }],
  ],
  TIMESTAMP_WITHOUT_TIME_ZONE: [
    [timestamp(0), { '"1969-12-31T23:59:59"': '1969-12-31 23:59:59' }],
    [timestamp(3), { '"1990-10-14T12:12:43.12"': '1990-10-14 12:12:43.120', '"0001-01-01T00:00:00"': '0001-01-01 00:00:00.000' }],
    [
      timestamp(6),
      {
        '"2024-01-31T12:34:56.789012"': '2024-01-31 12:34:56.789012',
        '"9999-12-31T23:59:59.999999"': '9999-12-31 23:59:59.999999',
        '"0001-01-01T00:00:00.000001"': '0001-01-01 00:00:00.000001',
      },
    ],
    [
      timestamp(9),
      {
        '"2262-04-11T23:47:16.854775806"': '2262-04-11 23:47:16.854775806',
        '"1969-12-31T23:59:59.999999999"': '1969-12-31 23:59:59.999999999',
      },
    ],
  ],
  TIMESTAMP_WITH_TIME_ZONE: [
    [{ root: 'TIMESTAMP_WITH_TIME_ZONE', nullable: true, precision: 3 }, { '"2024-01-01T12:34:56.789Z"': '2024-01-01 12:34:56.789Z' }],
  ],
  TIMESTAMP_WITH_LOCAL_TIME_ZONE: [[instant(3), { '"2024-01-01T12:34:56.789Z"': '2024-01-01 12:34:56.789Z' }]],
  INTERVAL_YEAR_MONTH: [
    [
      { root: 'INTERVAL_YEAR_MONTH', nullable: true, precision: 4, resolution: 'YEAR_TO_MONTH' },
      { '14': '+1-02', '-1': '-0-01' },
    ],
  ],
  INTERVAL_DAY_TIME: [
    [
      { root: 'INTERVAL_DAY_TIME', nullable: true, precision: 6, fractionalPrecision: 3, resolution: 'DAY_TO_SECOND' },
      { '93784005': '+1 02:03:04.005', '-1': '-0 00:00:00.001', '86399999999999999': '+999999999 23:59:59.999' },
    ],
  ],
  ARRAY: [
    [
      { root: 'ARRAY', nullable: true, elementType: INT },
      { '[1,null,-3]': '[1, NULL, -3]', '[]': '[]' },
    ],
  ],
  MULTISET: [
    [
      { root: 'MULTISET', nullable: true, elementType: STRING_TYPE },
      { '{"a":2,"\\u00fc":1}': '{a=2, ü=1}', '{}': '{}' },
    ],
  ],
  MAP: [
    [
      { root: 'MAP', nullable: true, keyType: STRING_TYPE, valueType: decimal(20, 1) },
      { '{"a":1E+1,"b":null}': '{a=10.0, b=NULL}', '{}': '{}' },
    ],
    [
      { root: 'MAP', nullable: true, keyType: STRING_TYPE, valueType: { root: 'ARRAY', nullable: true, elementType: STRING_TYPE } },
      { '{"a":["x",null]}': '{a=[x, NULL]}' },
    ],
  ],
  ROW: [
    [
      {
        root: 'ROW',
        nullable: true,
        fields: [
          { name: 'a', type: simple('BIGINT') },
          { name: 'b c', type: STRING_TYPE },
        ],
      },
      {
        '{"a":9007199254740993,"b c":"x"}': '(9007199254740993, x)',
        '{"b c":"y","a":1}': '(1, y)',
        '{"a":2}': '(2, NULL)',
        '{"z":[{}],"a":null,"b c":null}': '(NULL, NULL)',
      },
    ],
  ],
  VARIANT: [[simple('VARIANT'), { '"{\\"a\\":1}"': '{"a":1}' }]],
  BITMAP: [[{ root: 'BITMAP', nullable: true }, { '"AQI="': "x'0102'" }]],
  RAW: [[{ root: 'RAW', nullable: true, className: 'a.B', serializer: 'AAAA' }, { '"AQI="': "x'0102'" }]],
}

describe('Values as JSON', () => {
  test.each(Object.entries(JSON_VALUES))('%s', async (_root, examples) => {
    for (const [type, values] of examples) expect(await read(type, Object.keys(values))).toEqual(Object.values(values))
  })

  test('a column of the type NULL has nothing but nulls', async () => {
    expect(await read({ root: 'NULL', nullable: true }, ['null'])).toEqual(['NULL'])
  })

  test('a timestamp of nanoseconds beyond the year 2262 loses the digits after the microseconds', async () => {
    expect(await read(timestamp(9), ['"9999-12-31T23:59:59.999999999"', '"2024-01-01T00:00:00.000000001"'])).toEqual([
      '9999-12-31 23:59:59.999999000',
      '2024-01-01 00:00:00.000000000',
    ])
  })

  test('points of time are what the clocks of the session show, and within ROW and MULTISET in UTC', async () => {
    const row: LogicalType = { root: 'ROW', nullable: true, fields: [{ name: 't', type: instant(0) }] }
    expect(await read(instant(3), ['"2024-07-01T12:00:00Z"', '"2024-01-01T12:00:00.5Z"'], 'JSON', 'Europe/Berlin')).toEqual([
      '2024-07-01 10:00:00.000Z',
      '2024-01-01 11:00:00.500Z',
    ])
    expect(
      await read({ root: 'ARRAY', nullable: true, elementType: instant(0) }, ['["2024-07-01T12:00:00Z"]'], 'JSON', 'Europe/Berlin'),
    ).toEqual(['[2024-07-01 10:00:00Z]'])
    expect(await read(row, ['{"t":"2024-07-01T12:00:00Z"}'], 'JSON', 'Europe/Berlin')).toEqual(['(2024-07-01 12:00:00Z)'])
    expect(
      await read(instant(0), ['"2024-10-27T02:30:00Z"', '"2024-03-31T03:00:00Z"', '"1855-12-03T09:46:56Z"'], 'JSON', 'Europe/Berlin'),
    ).toEqual(['2024-10-27 00:30:00Z', '2024-03-31 01:00:00Z', '1855-12-03 08:53:28Z'])
    expect(await read(instant(0), ['"2024-07-01T12:00:00Z"'], 'JSON', '+05:30')).toEqual(['2024-07-01 06:30:00Z'])
  })

  test('what is no value of its type is an error of the engine', async () => {
    for (const [type, value] of [
      [decimal(4, 1), '1.25'],
      [simple('TINYINT'), '128'],
      [simple('SMALLINT'), '-32769'],
      [INT, '2147483648'],
      [INT, '1.5'],
      [INT, 'true'],
      [INT, '"abc"'],
      [INT, '""'],
      [simple('BIGINT'), '9223372036854775808'],
      [simple('BIGINT'), '1234567890123456789.5'],
      [simple('BIGINT'), '0.5'],
      [simple('BOOLEAN'), '1'],
      [simple('DOUBLE'), '"abc"'],
      [simple('FLOAT'), '""'],
      [decimal(4, 1), '"abc"'],
      [simple('DATE'), '"yesterday"'],
      [simple('DATE'), '"2024-1-31x"'],
      [timestamp(3), '"2024-01-31"'],
      [timestamp(3), '"2024-01-31T12:34"'],
      [timestamp(3), '"2024-01-31T12:34:56.1234567890"'],
      [{ root: 'INTERVAL_YEAR_MONTH', nullable: true, precision: 4, resolution: 'YEAR' }, '1.5'],
      [{ root: 'INTERVAL_DAY_TIME', nullable: true, precision: 2, fractionalPrecision: 3, resolution: 'DAY' }, '"soon"'],
    ] satisfies (readonly [LogicalType, string])[]) {
      await expect(read(type, [value])).rejects.toMatchObject({ code: 'ENGINE.FAILED' })
    }
  })
})

describe('Values as text', () => {
  test.each([
    [simple('BOOLEAN'), { '"TRUE"': 'true', '"FALSE"': 'false' }],
    [simple('BIGINT'), { '"9223372036854775807"': '9223372036854775807' }],
    [simple('DOUBLE'), { '"1.0E10"': '10000000000', '"NaN"': 'NaN' }],
    [decimal(5, 2), { '"1.50"': '1.50' }],
    [{ root: 'VARBINARY', nullable: true, length: 5 }, { '"x\'0aff\'"': "x'0aff'" }],
    [simple('DATE'), { '"1990-10-14"': '1990-10-14' }],
    [timestamp(3), { '"1990-10-14 12:12:43.120"': '1990-10-14 12:12:43.120' }],
    [
      { root: 'INTERVAL_YEAR_MONTH', nullable: true, precision: 4, resolution: 'YEAR_TO_MONTH' },
      { '"+1-02"': '+1-02', '"-10-11"': '-10-11' },
    ],
    [
      { root: 'INTERVAL_DAY_TIME', nullable: true, precision: 2, fractionalPrecision: 3, resolution: 'DAY_TO_SECOND' },
      { '"+1 02:03:04.005"': '+1 02:03:04.005', '"-0 00:00:00.100"': '-0 00:00:00.100', '"+0 00:00:01"': '+0 00:00:01.000' },
    ],
    [simple('VARIANT'), { '"{\\"a\\":1}"': '{"a":1}' }],
  ] satisfies Example[])('%j', async (type, values) => {
    expect(await read(type, Object.keys(values), 'PLAIN_TEXT')).toEqual(Object.values(values))
  })

  test.each([
    [
      { root: 'ARRAY', nullable: true, elementType: simple('DOUBLE') },
      { '"[1.5, NULL, -Infinity]"': '[1.5, NULL, -Infinity]', '"[]"': '[]' },
    ],
    [
      { root: 'MAP', nullable: true, keyType: INT, valueType: decimal(20, 2) },
      { '"{1=2.50, -3=NULL}"': '{1=2.50, -3=NULL}', '"{}"': '{}' },
    ],
    [{ root: 'MULTISET', nullable: true, elementType: simple('DATE') }, { '"{2024-01-31=2}"': '{2024-01-31=2}' }],
    [
      {
        root: 'ROW',
        nullable: true,
        fields: [
          { name: 'a', type: simple('BOOLEAN') },
          {
            name: 'b',
            type: {
              root: 'ARRAY',
              nullable: true,
              elementType: { root: 'MAP', nullable: true, keyType: simple('BIGINT'), valueType: timestamp(3) },
            },
          },
          { name: 'c', type: { root: 'VARBINARY', nullable: true, length: 9 } },
        ],
      },
      {
        '"(TRUE, [{9007199254740993=2024-01-31 12:34:56.789}, NULL], x\'0aff\')"':
          "(true, [{9007199254740993=2024-01-31 12:34:56.789}, NULL], x'0aff')",
        '"(NULL, NULL, NULL)"': '(NULL, NULL, NULL)',
      },
    ],
  ] satisfies Example[])('nested ones without texts within are taken apart: %j', async (type, values) => {
    expect(await read(type, Object.keys(values), 'PLAIN_TEXT')).toEqual(Object.values(values))
  })

  test('instants within are what the clocks of the session show, everywhere', async () => {
    const row: LogicalType = { root: 'ROW', nullable: true, fields: [{ name: 't', type: instant(0) }] }
    expect(await read(row, ['"(2024-07-01 12:00:00)"'], 'PLAIN_TEXT', 'Europe/Berlin')).toEqual(['(2024-07-01 10:00:00Z)'])
  })

  test.each(['[1', '[1,2]', '{1}', '[1]]', 'x', '{1=2', '[[1]]'])('%j is no list of whole numbers', async (value) => {
    await expect(read({ root: 'ARRAY', nullable: true, elementType: INT }, [JSON.stringify(value)], 'PLAIN_TEXT')).rejects.toMatchObject({
      code: 'ENGINE.FAILED',
    })
  })

  test('what text does not tell apart is delivered as text', async () => {
    for (const type of [
      { root: 'MAP', nullable: true, keyType: INT, valueType: STRING_TYPE },
      { root: 'MAP', nullable: true, keyType: { root: 'ROW', nullable: true, fields: [] }, valueType: INT },
      { root: 'ARRAY', nullable: false, elementType: STRING_TYPE },
      { root: 'RAW', nullable: true, className: 'a.B', serializer: 'AAAA' },
    ] satisfies LogicalType[]) {
      const page = await openPageReader({ format: 'PLAIN_TEXT' }).read(
        pageText({ columns: [{ name: 'c', type }], rows: [['"{1=a, 2=b}"']], format: 'PLAIN_TEXT' }),
      )
      expect(page?.schema.columns[0]?.type).toEqual({ ...STRING_TYPE, nullable: type.nullable })
      expect(renderRows(page?.schema ?? { columns: [] }, page?.batch === undefined ? [] : [page.batch])).toEqual([['{1=a, 2=b}']])
    }
  })
})
