import { INTEGER_TYPE, type LogicalType, type LogicalTypeRoot, STRING_TYPE } from '../../src/type/logical-type.js'
import type { EngineDialect, TypeExpectation } from '../engine-suite/engine-subject.js'

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
const text = (value: string) => `'${value.replaceAll("'", "''")}'`

/** How the engine suite speaks to a scripted engine. */
export const SCRIPTED_DIALECT: EngineDialect = {
  rows: (count) => `SELECT ${count} ROWS`,
  emptyQuery: 'EMPTY',
  columnNames: (names) => `NAMES ${names.map(text).join(', ')}`,
  slow: 'WAIT forever',
  tables: {
    create: (name) => `CREATE TABLE ${quoted(name)}`,
    drop: (name) => `DROP TABLE ${quoted(name)}`,
    insert: (name, count) => `DML ${count} INTO ${quoted(name)}`,
    count: (name) => `COUNT ${quoted(name)}`,
    columns: [
      { name: 'id', type: { root: 'BIGINT', nullable: false } },
      { name: 'name', type: STRING_TYPE },
    ],
    primaryKey: ['id'],
  },
  views: { create: (name) => `CREATE VIEW ${quoted(name)}`, drop: (name) => `DROP VIEW ${quoted(name)}` },
  temporaryTables: { create: (name) => `CREATE TEMPORARY TABLE ${quoted(name)}`, drop: (name) => `DROP TABLE ${quoted(name)}` },
  databases: {
    create: (name) => `CREATE DATABASE ${quoted(name)}`,
    use: (name) => `USE ${quoted(name)}`,
    drop: (name) => `DROP DATABASE ${quoted(name)}`,
  },
  properties: {
    key: 'table.name',
    value: "it's",
    set: (key, value) => `SET ${text(key)} = ${text(value)}`,
    reset: (key) => `RESET ${text(key)}`,
    resetAll: 'RESET',
  },
  lateFailure: { sql: 'SELECT 5000 ROWS FAIL AT 2500', code: 'ENGINE.FAILED' },
  stream: 'SELECT ENDLESS ROWS FORWARD KINDS',
  completion: { text: 'sel', position: 3, candidate: 'SELECT' },
  functionName: 'sum',
}

function typeOf(root: LogicalTypeRoot, type: object, ...values: readonly string[]): TypeExpectation {
  const name = root.toLowerCase().replaceAll('_', '-')
  return { name, sql: `TYPES ${root}`, type: { root, nullable: true, ...type } as LogicalType, values: [...values, 'NULL'] }
}

const UNBOUNDED = { length: 2147483647 }
const ODD_TEXT = 'größer, 東京, 😀, "quoted", \\, \u0000 and\ttab\n'

/** What the statement `TYPES` of a scripted engine yields for each root. */
export const SCRIPTED_TYPES: readonly TypeExpectation[] = [
  typeOf('BOOLEAN', {}, 'true', 'false', 'true'),
  typeOf('TINYINT', {}, '7', '-128', '127'),
  typeOf('SMALLINT', {}, '7', '-32768', '32767'),
  typeOf('INTEGER', {}, '7', '-2147483648', '2147483647'),
  typeOf('BIGINT', {}, '7', '-9223372036854775808', '9223372036854775807'),
  typeOf('FLOAT', {}, '1.5', '-3.4028235e+38', '3.4028235e+38'),
  typeOf('DOUBLE', {}, '0.1', '-1.7976931348623157e+308', '1.7976931348623157e+308'),
  typeOf('DATE', {}, '2024-01-01', '0001-01-01', '9999-12-31'),
  typeOf('VARIANT', {}, '{"a":[1,null,"x"]}', 'null', '"größer"'),
  typeOf('BITMAP', {}, "x'010203'", "x''", "x'007f80ff'"),
  typeOf('CHAR', { length: 3 }, 'abc', '   ', 'äöü'),
  typeOf('VARCHAR', UNBOUNDED, 'text', '', ODD_TEXT),
  typeOf('BINARY', { length: 2 }, "x'0102'", "x'0000'", "x'ffff'"),
  typeOf('VARBINARY', UNBOUNDED, "x'010203'", "x''", "x'007f80ff'"),
  typeOf(
    'DECIMAL',
    { precision: 38, scale: 10 },
    '1.2345000000',
    `-${'9'.repeat(28)}.${'9'.repeat(10)}`,
    `${'9'.repeat(28)}.${'9'.repeat(10)}`,
  ),
  typeOf('TIME_WITHOUT_TIME_ZONE', { precision: 3 }, '12:34:56.789', '00:00:00.000', '23:59:59.999'),
  typeOf(
    'TIMESTAMP_WITHOUT_TIME_ZONE',
    { precision: 6 },
    '2024-01-01 12:34:56.789012',
    '0001-01-01 00:00:00.000000',
    '9999-12-31 23:59:59.999999',
  ),
  typeOf('TIMESTAMP_WITH_TIME_ZONE', { precision: 3 }, '2024-01-01 12:34:56.789Z', '0001-01-01 00:00:00.000Z', '9999-12-31 23:59:59.999Z'),
  typeOf(
    'TIMESTAMP_WITH_LOCAL_TIME_ZONE',
    { precision: 9 },
    '2024-01-01 12:34:56.789012345Z',
    '1969-12-31 23:59:59.999999999Z',
    '2262-04-11 23:47:16.854775806Z',
  ),
  typeOf('INTERVAL_YEAR_MONTH', { resolution: 'YEAR_TO_MONTH', precision: 4 }, '+1-02', '-9999-11', '+9999-11'),
  typeOf(
    'INTERVAL_DAY_TIME',
    { resolution: 'DAY_TO_SECOND', precision: 6, fractionalPrecision: 3 },
    '+1 02:03:04.005',
    '-999999 23:59:59.999',
    '+999999 23:59:59.999',
  ),
  typeOf('ARRAY', { elementType: INTEGER_TYPE }, '[1, -2147483648, 2147483647]', '[]', '[2147483647]'),
  typeOf('MULTISET', { elementType: STRING_TYPE }, '{a=1, =2, ü=3}', '{}', '{ü=3}'),
  typeOf('MAP', { keyType: STRING_TYPE, valueType: INTEGER_TYPE }, '{a=1, =-2147483648, ü=2147483647}', '{}', '{ü=2147483647}'),
  typeOf(
    'ROW',
    {
      fields: [
        { name: 'number', type: INTEGER_TYPE },
        { name: 'word', type: STRING_TYPE },
      ],
    },
    '(1, one)',
    '(-2147483648, )',
    '(2147483647, ü)',
  ),
  typeOf('RAW', { className: 'java.lang.Object', serializer: 'AAAA' }, "x'010203'", "x''", "x'007f80ff'"),
  typeOf('NULL', {}, 'NULL', 'NULL', 'NULL'),
]
