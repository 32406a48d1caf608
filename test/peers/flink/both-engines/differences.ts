import { expect } from '@jest/globals'

/** The lines in which each engine's answer has something that the other's lacks: a list, or what a test compares such a list with. */
export interface Sides {
  readonly flink: unknown
  readonly duckdb: unknown
}

/** Why a statement's answers differ, and how each client shows it; absent where it shows no difference. */
export interface Difference {
  readonly why: string
  readonly jdbc?: Sides
  readonly sqlClient?: Sides
}

/** Both clients show the same. */
function everywhere(why: string, sides: Sides): Difference {
  return { why, jdbc: sides, sqlClient: sides }
}

const ERRORS = 'each engine words its own errors'
const TYPES_OF_VIEWS = "DuckDB's views have no lengths of text, and no column that must have a value"
const NO_CONNECTOR =
  "error org.apache.flink.table.api.ValidationException: Table options do not contain an option key 'connector' for discovering a connector."

const PEOPLE: Difference = {
  why: TYPES_OF_VIEWS,
  jdbc: {
    flink: [
      'row | String id | String INT | Boolean false | null | null | null',
      'row | String name | String VARCHAR(6) | Boolean false | null | null | null',
    ],
    duckdb: [
      'row | String id | String INT | Boolean true | null | null | null',
      'row | String name | String STRING | Boolean true | null | null | null',
    ],
  },
  sqlClient: {
    flink: ['| id | INT | FALSE | | | |', '| name | VARCHAR(6) | FALSE | | | |'],
    duckdb: ['| id | INT | TRUE | | | |', '| name | STRING | TRUE | | | |'],
  },
}

/**
 * In what Flink and our gateway on DuckDB answer differently, by the statement. Beside these there are two rules: DuckDB tells of no
 * column of a result that it must have a value, and all of its text is STRING.
 */
export const DIFFERENCES: Readonly<Record<string, Difference>> = {
  'CREATE DATABASE default_database': everywhere(ERRORS, {
    flink: [
      'error org.apache.flink.table.catalog.exceptions.DatabaseAlreadyExistException: Database default_database already exists in Catalog default_catalog.',
    ],
    duckdb: ['error Catalog Error: Schema with name "default_database" already exists!'],
  }),
  'DESCRIBE people': PEOPLE,
  'SHOW COLUMNS FROM people': PEOPLE,
  'SHOW CREATE VIEW people': {
    why: 'each engine writes its own SQL',
    jdbc: {
      flink: expect.arrayContaining(['row | String CREATE VIEW `default_catalog`.`both_engines`.`people` (']),
      duckdb: [expect.stringContaining('row | String CREATE VIEW both_engines.people AS SELECT * FROM')],
    },
    sqlClient: {
      flink: expect.arrayContaining(['| CREATE VIEW `default_catalog`.`both_engines`.`people` (']),
      duckdb: [expect.stringContaining('| CREATE VIEW both_engines.people AS SELECT * FROM')],
    },
  },
  'SELECT AVG(id) AS a, SUM(id) AS s FROM people': {
    why: 'DuckDB averages integers to a DOUBLE and adds them up to a number of 128 bits',
    jdbc: {
      flink: ['column a INT 4 10 0 1', 'column s INT 4 10 0 1', 'row | Integer 2 | Integer 6'],
      duckdb: ['column a DOUBLE 8 17 0 1', 'column s DECIMAL(38, 0) 3 38 0 1', 'row | Double 2.0 | BigDecimal 6'],
    },
    sqlClient: { flink: ['| 2 | 6 |'], duckdb: ['| 2.0 | 6 |'] },
  },
  'SELECT UPPER(name) AS u, CHAR_LENGTH(name) AS l, SUBSTRING(name, 1, 2) AS s FROM people ORDER BY id': {
    why: 'DuckDB counts characters in 64 bits',
    jdbc: {
      flink: [
        'column l INT 4 10 0 1',
        'row | String ADA | Integer 3 | String Ad',
        'row | String GRACE | Integer 5 | String Gr',
        'row | String EDSGER | Integer 6 | String Ed',
      ],
      duckdb: [
        'column l BIGINT -5 19 0 1',
        'row | String ADA | Long 3 | String Ad',
        'row | String GRACE | Long 5 | String Gr',
        'row | String EDSGER | Long 6 | String Ed',
      ],
    },
  },
  "SELECT DATE '2020-02-29' AS a, TIME '10:11:12' AS b, TIMESTAMP '2020-02-29 10:11:12.123' AS c": {
    why: "DuckDB's times have microseconds always",
    jdbc: {
      flink: ['column b TIME(0) 92 0 0 1', 'column c TIMESTAMP(3) 93 3 0 1'],
      duckdb: ['column b TIME(6) 92 6 0 1', 'column c TIMESTAMP(6) 93 6 0 1'],
    },
    sqlClient: {
      flink: ['| 2020-02-29 | 10:11:12 | 2020-02-29 10:11:12.123 |'],
      duckdb: ['| 2020-02-29 | 10:11:12.0 | 2020-02-29 10:11:12.123000 |'],
    },
  },
  "SELECT INTERVAL '2' DAY AS a, INTERVAL '14' MONTH AS b": {
    why: "DuckDB's intervals have months, days and microseconds at once and come as text; the driver knows none of Flink's",
    jdbc: {
      flink: ['error Not supported type[INTERVAL SECOND(3) NOT NULL]'],
      duckdb: ['column a STRING 12 1073741824 0 1', 'column b STRING 12 1073741824 0 1', 'row | String 2 days | String 1 year 2 months'],
    },
    sqlClient: { flink: ['| +2 00:00:00.000 | +1-02 |'], duckdb: ['| 2 days | 1 year 2 months |'] },
  },
  "SELECT MAP['x', 1, 'y', 2] AS a": {
    why: "DuckDB writes it MAP {'x': 1}",
    jdbc: {
      flink: ['column a MAP<STRING, INT> 2000 104857600 0 1', 'row | HashMap {x=1, y=2}'],
      duckdb: ['error Parser Error: syntax error at or near "," (line 1, column 15)'],
    },
    sqlClient: {
      flink: ['| a |', '| {x=1, y=2} |', '1 row in set'],
      duckdb: ['error Parser Error: syntax error at or near "," (line 1, column 15)'],
    },
  },
  "SELECT ROW(1, 'a') AS a": {
    why: 'fields without names are called otherwise',
    jdbc: {
      flink: [
        'column a ROW<`EXPR$0` INT, `EXPR$1` STRING> 2002 104857600 0 1',
        'row | not read: java.sql.SQLDataException: Not supported value type ROW<`EXPR$0` INT, `EXPR$1` STRING>',
      ],
      duckdb: [
        'column a ROW<`f0` INT, `f1` STRING> 2002 104857600 0 1',
        'row | not read: java.sql.SQLDataException: Not supported value type ROW<`f0` INT, `f1` STRING>',
      ],
    },
  },
  "SELECT x'CAFE' AS a": {
    why: 'to DuckDB it is a text',
    jdbc: {
      flink: ['column a BINARY(2) -2 2 0 1', 'row | bytes cafe'],
      duckdb: ['column a STRING 12 1073741824 0 1', 'row | String xCAFE'],
    },
    sqlClient: { flink: ["| x'cafe' |"], duckdb: ['| xCAFE |'] },
  },
  'SELECT 1 + 2 AS a, 7 / 2 AS b, MOD(7, 3) AS c, 2 * 3.5 AS d': {
    why: 'DuckDB divides integers to a DOUBLE, and a literal has the digits that it needs',
    jdbc: {
      flink: ['column b INT 4 10 0 1', 'column d DECIMAL(13, 1) 3 13 1 1', 'row | Integer 3 | Integer 3 | Integer 1 | BigDecimal 7.0'],
      duckdb: ['column b DOUBLE 8 17 0 1', 'column d DECIMAL(12, 1) 3 12 1 1', 'row | Integer 3 | Double 3.5 | Integer 1 | BigDecimal 7.0'],
    },
    sqlClient: { flink: ['| 3 | 3 | 1 | 7.0 |'], duckdb: ['| 3 | 3.5 | 1 | 7.0 |'] },
  },
  'EXPLAIN SELECT id FROM people': {
    why: 'each engine plans for itself',
    jdbc: {
      flink: expect.arrayContaining(['== Optimized Execution Plan ==']),
      duckdb: expect.arrayContaining(['│ PROJECTION │']),
    },
    sqlClient: {
      flink: expect.arrayContaining(['== Optimized Execution Plan ==']),
      duckdb: expect.arrayContaining(['│ PROJECTION │']),
    },
  },
  'SHOW MODULES': {
    why: "DuckDB's extensions are its modules",
    jdbc: { flink: ['row | String core'], duckdb: expect.arrayContaining(['row | String core_functions', 'row | String json']) },
    sqlClient: { flink: ['| core |', '1 row in set'], duckdb: expect.arrayContaining(['| core_functions |', '| json |']) },
  },
  "CREATE TABLE hole (id INT) WITH ('connector' = 'blackhole')": {
    why: 'DuckDB has no connectors',
    jdbc: {
      flink: ['no result set, 0'],
      duckdb: [expect.stringMatching(/^error FEATURE\.UNSUPPORTED: .* use a Flink engine for connectors\.$/)],
    },
    sqlClient: {
      flink: ['[INFO] Execute statement succeeded.'],
      duckdb: [expect.stringMatching(/^error FEATURE\.UNSUPPORTED: .* use a Flink engine for connectors\.$/)],
    },
  },
  "INSERT INTO kept VALUES (1, 'one'), (2, 'two')": {
    why: 'DuckDB keeps tables itself, and there is no job',
    jdbc: { flink: [NO_CONNECTOR], duckdb: ['column rows affected BIGINT -5 19 0 1', 'row | Long 2'] },
    sqlClient: { flink: [NO_CONNECTOR], duckdb: ['| rows affected |', '| 2 |', '1 row in set'] },
  },
  'SELECT * FROM kept ORDER BY id': {
    why: 'DuckDB keeps tables itself',
    jdbc: {
      flink: [NO_CONNECTOR],
      duckdb: [
        'column id INT 4 10 0 1',
        'column name STRING 12 1073741824 0 1',
        'row | Integer 1 | String one',
        'row | Integer 2 | String two',
      ],
    },
    sqlClient: { flink: [NO_CONNECTOR], duckdb: ['| id | name |', '| 1 | one |', '| 2 | two |', '2 rows in set'] },
  },
  'SHOW CREATE TABLE kept': {
    why: 'each engine writes its own SQL',
    jdbc: {
      flink: ['row | String CREATE TABLE `default_catalog`.`both_engines`.`kept` (', '`id` INT,', '`name` VARCHAR(10)', ')'],
      duckdb: ['row | String CREATE TABLE both_engines.kept(id INTEGER, "name" VARCHAR);'],
    },
    sqlClient: {
      flink: ['| CREATE TABLE `default_catalog`.`both_engines`.`kept` (', '`id` INT,', '`name` VARCHAR(10)', ')', '|'],
      duckdb: ['| CREATE TABLE both_engines.kept(id INTEGER, "name" VARCHAR); |'],
    },
  },
  'DESCRIBE kept': {
    why: 'DuckDB keeps no length of a text',
    jdbc: {
      flink: ['row | String name | String VARCHAR(10) | Boolean true | null | null | null'],
      duckdb: ['row | String name | String STRING | Boolean true | null | null | null'],
    },
    sqlClient: { flink: ['| name | VARCHAR(10) | TRUE | | | |'], duckdb: ['| name | STRING | TRUE | | | |'] },
  },
  'SELECT nope FROM people': everywhere(ERRORS, {
    flink: ["error org.apache.calcite.sql.validate.SqlValidatorException: Column 'nope' not found in any table"],
    duckdb: [
      'error Binder Error: Referenced column "nope" not found in FROM clause!',
      'Candidate bindings: "name", "born" (line 1, column 8)',
    ],
  }),
  'SELECT * FROM no_such_table': everywhere(ERRORS, {
    flink: ["error org.apache.calcite.sql.validate.SqlValidatorException: Object 'no_such_table' not found"],
    duckdb: ['error Catalog Error: Table with name no_such_table does not exist!', 'Did you mean "pg_tables"? (line 1, column 15)'],
  }),
  'SELEC 1': everywhere(ERRORS, {
    flink: ['error org.apache.calcite.runtime.CalciteException: Non-query expression encountered in illegal context'],
    duckdb: ['error Parser Error: syntax error at or near "SELEC" (line 1, column 1)'],
  }),
  'USE no_such_database': everywhere(ERRORS, {
    flink: [
      'error org.apache.flink.table.catalog.exceptions.CatalogException: A database with name [no_such_database] does not exist in the catalog: [default_catalog].',
    ],
    duckdb: ["error STATEMENT.NOT_FOUND: There is no database 'no_such_database' in the catalog 'default_catalog'."],
  }),
  'USE CATALOG no_such_catalog': everywhere(ERRORS, {
    flink: ['error org.apache.flink.table.catalog.exceptions.CatalogException: A catalog with name [no_such_catalog] does not exist.'],
    duckdb: ["error STATEMENT.NOT_FOUND: There is no catalog 'no_such_catalog'."],
  }),
  'DROP TABLE no_such_table': everywhere(ERRORS, {
    flink: [
      "error org.apache.flink.table.api.ValidationException: Table with identifier 'default_catalog.both_engines.no_such_table' does not exist.",
    ],
    duckdb: ['error Catalog Error: Table with name no_such_table does not exist!', 'Did you mean "pg_tables"?'],
  }),
  'DROP VIEW no_such_view': everywhere(ERRORS, {
    flink: [
      "error org.apache.flink.table.api.ValidationException: View with identifier 'default_catalog.both_engines.no_such_view' does not exist.",
    ],
    duckdb: expect.arrayContaining(['error Catalog Error: View with name no_such_view does not exist!']),
  }),
}
