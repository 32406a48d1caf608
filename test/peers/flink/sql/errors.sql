SELEC 1;

SELECT;

SELECT 1 +;

SELECT 'unterminated;

SELECT 1 FROM;

SELECT
  1,
  2 3 4
FROM t;

CREATE TABLE (a INT);

CREATE TABLE t (a NO_SUCH_TYPE) WITH ('connector' = 'datagen');

CREATE TABLE t (a INT, a INT) WITH ('connector' = 'datagen');

CREATE TABLE t (a INT, PRIMARY KEY (a)) WITH ('connector' = 'datagen');

SELECT 1; SELECT 2;

;

-- only a comment

SELECT * FROM no_such_table;

SELECT * FROM no_such_catalog.no_such_database.no_such_table;

SELECT nope FROM (VALUES (1)) AS t(x);

SELECT x FROM (VALUES (1)) AS t(x), (VALUES (2)) AS u(x);

SELECT x, COUNT(*) FROM (VALUES (1)) AS t(x);

SELECT SUM('a' || x) FROM (VALUES ('b')) AS t(x);

SELECT 1 + DATE '2020-01-01';

SELECT UPPER(1, 2, 3);

SELECT DATE '2020-13-45';

SELECT 1 = ROW(1);

SELECT x FROM (VALUES (1)) AS t(x) ORDER BY y;

SELECT * FROM (VALUES (1)) AS t(x) WHERE SUM(x) > 1;

SELECT "double quoted";

SELECT 世界 FROM t;

GRANT SELECT ON t TO me;

MERGE INTO t USING u ON TRUE;

CREATE TABLE no_connector (a INT);

SELECT * FROM no_connector;

CREATE TABLE bad_connector (a INT) WITH ('connector' = 'no_such_connector');

SELECT * FROM bad_connector;

CREATE TABLE bad_option (a INT) WITH ('connector' = 'datagen', 'no.such.option' = '1');

SELECT * FROM bad_option;

CREATE TABLE hole (a INT) WITH ('connector' = 'blackhole');

SELECT * FROM hole;

SET 'execution.runtime-mode' = 'batch';

SELECT CAST('not a number' AS INT);

SELECT CAST(x AS INT) FROM (VALUES ('1'), ('two'), ('3')) AS t(x);

SELECT 1 / 0;

SELECT 10 / (x - 2) FROM (VALUES (1), (2), (3)) AS t(x);

CREATE TABLE seq (id INT) WITH ('connector' = 'datagen', 'number-of-rows' = '20000', 'rows-per-second' = '1000000', 'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '20000');

SELECT 10 / (id - 15000) FROM seq;

SELECT ELEMENT(ARRAY[1, 2]);

SELECT CAST('2020-99-01' AS DATE);

SELECT CAST(300 AS TINYINT);

SELECT CAST('99999999999999999999' AS BIGINT);

SELECT 9223372036854775807 + 1;

SELECT 9223372036854775808;

SELECT CAST('12345.678' AS DECIMAL(4, 2));

SET 'execution.runtime-mode' = 'streaming';

SELECT x FROM (VALUES (1), (2)) AS t(x) ORDER BY x;

SELECT 10 / (id - 3) FROM seq;
