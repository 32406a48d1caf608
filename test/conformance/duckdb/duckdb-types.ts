import { type LogicalType, STRING_TYPE, UNBOUNDED_LENGTH } from '@sql-gateway/gateway-common'
import type { TypeExpectation } from '@sql-gateway/gateway-common/testkit'

function plain<R extends 'BOOLEAN' | 'TINYINT' | 'SMALLINT' | 'INTEGER' | 'BIGINT' | 'FLOAT' | 'DOUBLE' | 'DATE'>(root: R): LogicalType {
  return { root, nullable: true } as LogicalType
}

const decimal = (precision: number, scale: number): LogicalType => ({ root: 'DECIMAL', nullable: true, precision, scale })
const time = (precision: number): LogicalType => ({ root: 'TIME_WITHOUT_TIME_ZONE', nullable: true, precision })
const timestamp = (precision: number): LogicalType => ({ root: 'TIMESTAMP_WITHOUT_TIME_ZONE', nullable: true, precision })
const arrayOf = (elementType: LogicalType): LogicalType => ({ root: 'ARRAY', nullable: true, elementType })

/** A type whose values are written in SQL as texts to cast. */
function casts(name: string, engineType: string, type: LogicalType, values: Readonly<Record<string, string>>): TypeExpectation {
  const rows = Object.keys(values).map((value) => `('${value}'::${engineType})`)
  return { name, sql: `FROM (VALUES ${rows.join(', ')}, (NULL))`, type, values: [...Object.values(values), 'NULL'] }
}

/** Values that look the same in SQL and in the result. */
function same(name: string, engineType: string, type: LogicalType, ...values: readonly string[]): TypeExpectation {
  return casts(name, engineType, type, Object.fromEntries(values.map((value) => [value, value])))
}

/** Every type of DuckDB, with its extremes and null. */
export const DUCKDB_TYPES: readonly TypeExpectation[] = [
  same('boolean', 'BOOLEAN', plain('BOOLEAN'), 'true', 'false'),
  same('tinyint', 'TINYINT', plain('TINYINT'), '-128', '0', '127'),
  same('smallint', 'SMALLINT', plain('SMALLINT'), '-32768', '32767'),
  same('integer', 'INTEGER', plain('INTEGER'), '-2147483648', '2147483647'),
  same('bigint', 'BIGINT', plain('BIGINT'), '-9223372036854775808', '9223372036854775807'),
  same(
    'hugeint',
    'HUGEINT',
    decimal(38, 0),
    '-99999999999999999999999999999999999999',
    '-1',
    '0',
    '99999999999999999999999999999999999999',
  ),
  same('utinyint', 'UTINYINT', plain('SMALLINT'), '0', '255'),
  same('usmallint', 'USMALLINT', plain('INTEGER'), '0', '65535'),
  same('uinteger', 'UINTEGER', plain('BIGINT'), '0', '4294967295'),
  same('ubigint', 'UBIGINT', decimal(20, 0), '0', '18446744073709551615'),
  same('uhugeint', 'UHUGEINT', decimal(38, 0), '0', '99999999999999999999999999999999999999'),
  same('bignum', 'BIGNUM', STRING_TYPE, '0', '-1', '123456789012345678901234567890123456789012345', '-987654321098765432109876543210'),
  casts('float', 'FLOAT', plain('FLOAT'), {
    '1.1': '1.1',
    '-3.4028235e38': '-3.4028235e+38',
    nan: 'NaN',
    inf: 'Infinity',
    '-inf': '-Infinity',
    '-0.0': '-0',
  }),
  casts('double', 'DOUBLE', plain('DOUBLE'), {
    '0.1': '0.1',
    '-1.7976931348623157e308': '-1.7976931348623157e+308',
    '5e-324': '5e-324',
    nan: 'NaN',
    inf: 'Infinity',
  }),
  same('decimal-in-16-bits', 'DECIMAL(4, 1)', decimal(4, 1), '-999.9', '0.0', '999.9'),
  same('decimal-in-32-bits', 'DECIMAL(9, 4)', decimal(9, 4), '-99999.9999', '0.0001', '99999.9999'),
  same('decimal-in-64-bits', 'DECIMAL(18, 6)', decimal(18, 6), '-999999999999.999999', '999999999999.999999'),
  same('decimal-in-128-bits', 'DECIMAL(38, 10)', decimal(38, 10), '-9999999999999999999999999999.9999999999', '0.0000000001'),
  same('varchar', 'VARCHAR', STRING_TYPE, '', 'twelve bytes', 'thirteen bytes', 'größe', '😀 longer than twelve bytes'),
  same('json', 'JSON', STRING_TYPE, '{"a": [1, 2]}', 'null'),
  same(
    'uuid',
    'UUID',
    STRING_TYPE,
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    '0190a2f4-1234-7abc-8def-0123456789ab',
  ),
  same('enum', "ENUM('sad', 'ok', 'it is a longer mood')", STRING_TYPE, 'sad', 'it is a longer mood'),
  same(
    'bit',
    'BIT',
    STRING_TYPE,
    '0',
    '10101',
    '000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001',
  ),
  {
    name: 'blob',
    sql: "FROM (VALUES (''::BLOB), ('\\x00\\xFF'::BLOB), ('thirteen bytes'::BLOB), (NULL))",
    type: { root: 'VARBINARY', nullable: true, length: UNBOUNDED_LENGTH },
    values: ["x''", "x'00ff'", "x'746869727465656e206279746573'", 'NULL'],
  },
  casts('date', 'DATE', plain('DATE'), {
    '1970-01-01': '1970-01-01',
    '2024-02-29': '2024-02-29',
    '5881580-07-10': '5881580-07-10',
    infinity: 'infinity',
    '-infinity': '-infinity',
    '0044-03-15 (BC)': '-0043-03-15',
  }),
  casts('time', 'TIME', time(6), { '00:00:00': '00:00:00.000000', '23:59:59.999999': '23:59:59.999999', '24:00:00': '24:00:00.000000' }),
  casts('time-ns', 'TIME_NS', time(9), { '12:34:56.123456789': '12:34:56.123456789' }),
  same('timetz', 'TIMETZ', STRING_TYPE, '00:00:00+15:59:59', '12:34:56.78-05:30', '24:00:00-15:59:59', '10:00:00+00'),
  casts('timestamp-s', 'TIMESTAMP_S', timestamp(0), {
    '1969-12-31 23:59:59': '1969-12-31 23:59:59',
    infinity: 'infinity',
    '-infinity': '-infinity',
  }),
  casts('timestamp-ms', 'TIMESTAMP_MS', timestamp(3), { '1969-12-31 23:59:59.999': '1969-12-31 23:59:59.999', infinity: 'infinity' }),
  casts('timestamp', 'TIMESTAMP', timestamp(6), {
    '1969-12-31 23:59:59.999999': '1969-12-31 23:59:59.999999',
    '294247-01-10 04:00:54.775806': '294247-01-10 04:00:54.775806',
    infinity: 'infinity',
    '-infinity': '-infinity',
  }),
  casts('timestamp-ns', 'TIMESTAMP_NS', timestamp(9), {
    '2262-04-11 23:47:16.854775806': '2262-04-11 23:47:16.854775806',
    infinity: 'infinity',
  }),
  casts(
    'timestamptz',
    'TIMESTAMPTZ',
    { root: 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', nullable: true, precision: 6 },
    {
      '2024-06-01 12:00:00+02': '2024-06-01 10:00:00.000000Z',
      infinity: 'infinity',
    },
  ),
  same(
    'interval',
    'INTERVAL',
    STRING_TYPE,
    '00:00:00',
    '1 year 2 months 3 days 04:05:06.789',
    '-1 day -00:00:00.000001',
    '-1 year -1 month',
    '100:00:00',
  ),
  { name: 'null', sql: 'SELECT NULL', type: plain('INTEGER'), values: ['NULL'] },
  {
    name: 'list',
    sql: 'FROM (VALUES ([1, NULL, 3]), ([]), (NULL), ([4]))',
    type: arrayOf(plain('INTEGER')),
    values: ['[1, NULL, 3]', '[]', 'NULL', '[4]'],
  },
  {
    name: 'list-of-lists',
    sql: "FROM (VALUES ([['a', 'a longer text than twelve bytes'], NULL]), ([[], ['b']]))",
    type: arrayOf(arrayOf(STRING_TYPE)),
    values: ['[[a, a longer text than twelve bytes], NULL]', '[[], [b]]'],
  },
  {
    name: 'array',
    sql: 'FROM (VALUES ([1, 2]::INTEGER[2]), (NULL), ([3, NULL]))',
    type: arrayOf(plain('INTEGER')),
    values: ['[1, 2]', 'NULL', '[3, NULL]'],
  },
  {
    name: 'array-of-arrays',
    sql: 'SELECT [[1, 2], [3, 4], [5, 6]]::INTEGER[2][3]',
    type: arrayOf(arrayOf(plain('INTEGER'))),
    values: ['[[1, 2], [3, 4], [5, 6]]'],
  },
  {
    name: 'struct',
    sql: "FROM (VALUES ({'a': 1, 'b c': 'x'}), (NULL), ({'a': NULL, 'b c': NULL}))",
    type: {
      root: 'ROW',
      nullable: true,
      fields: [
        { name: 'a', type: plain('INTEGER') },
        { name: 'b c', type: STRING_TYPE },
      ],
    },
    values: ['(1, x)', 'NULL', '(NULL, NULL)'],
  },
  {
    name: 'struct-without-names',
    sql: "SELECT row(1, 'x')",
    type: {
      root: 'ROW',
      nullable: true,
      fields: [
        { name: 'f0', type: plain('INTEGER') },
        { name: 'f1', type: STRING_TYPE },
      ],
    },
    values: ['(1, x)'],
  },
  {
    name: 'map',
    sql: "FROM (VALUES (MAP {'k': 1, 'a key of more than twelve bytes': NULL}), (MAP {}), (NULL))",
    type: { root: 'MAP', nullable: true, keyType: STRING_TYPE, valueType: plain('INTEGER') },
    values: ['{k=1, a key of more than twelve bytes=NULL}', '{}', 'NULL'],
  },
  {
    name: 'union',
    sql: "FROM (VALUES (union_value(number := 5)::UNION(number INTEGER, name VARCHAR)), (union_value(name := 'x')::UNION(number INTEGER, name VARCHAR)), (NULL))",
    type: STRING_TYPE,
    values: ['5', 'x', 'NULL'],
  },
  { name: 'list-of-unions', sql: 'SELECT [union_value(number := 5), NULL]', type: arrayOf(STRING_TYPE), values: ['[5, NULL]'] },
  {
    name: 'variant',
    sql: "FROM (VALUES ({'a': 42}::VARIANT), ([1, 2]::VARIANT), (NULL::VARIANT))",
    type: STRING_TYPE,
    values: ["{'a': 42}", '[1, 2]', 'NULL'],
  },
  { name: 'geometry', sql: "SELECT 'POINT(1 2)'::GEOMETRY", type: STRING_TYPE, values: ['POINT (1 2)'] },
]
