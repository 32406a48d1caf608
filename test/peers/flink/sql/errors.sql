-- @fails
SELEC 1;

-- @fails
SELECT;

-- @fails
SELECT 1 +;

-- @fails
SELECT 'unterminated;

-- @fails
SELECT 1 FROM;

-- @fails
SELECT
  1,
  2 3 4
FROM t;

-- @fails
CREATE TABLE (a INT);

-- @fails
CREATE TABLE t (a NO_SUCH_TYPE) WITH ('connector' = 'datagen');

-- @fails
CREATE TABLE t (a INT, a INT) WITH ('connector' = 'datagen');

-- @fails
CREATE TABLE t (a INT, PRIMARY KEY (a)) WITH ('connector' = 'datagen');

-- @fails
SELECT 1; SELECT 2;

-- @fails
;

-- @fails
-- only a comment

-- @fails
SELECT * FROM no_such_table;

-- @fails
SELECT * FROM no_such_catalog.no_such_database.no_such_table;

-- @fails
SELECT nope FROM (VALUES (1)) AS t(x);

-- @fails
SELECT x FROM (VALUES (1)) AS t(x), (VALUES (2)) AS u(x);

-- @fails
SELECT x, COUNT(*) FROM (VALUES (1)) AS t(x);

-- @fails
SELECT SUM('a' || x) FROM (VALUES ('b')) AS t(x);

-- @fails
SELECT 1 + DATE '2020-01-01';

-- @fails
SELECT UPPER(1, 2, 3);

-- @fails
SELECT DATE '2020-13-45';

-- @fails
SELECT 1 = ROW(1);

-- @fails
SELECT x FROM (VALUES (1)) AS t(x) ORDER BY y;

-- @fails
SELECT * FROM (VALUES (1)) AS t(x) WHERE SUM(x) > 1;

-- @fails
SELECT "double quoted";

-- @fails
SELECT 世界 FROM t;

-- @fails
GRANT SELECT ON t TO me;

-- @fails
MERGE INTO t USING u ON TRUE;

CREATE TABLE no_connector (a INT);

-- @fails
SELECT * FROM no_connector;

CREATE TABLE bad_connector (a INT) WITH ('connector' = 'no_such_connector');

-- @fails
SELECT * FROM bad_connector;

CREATE TABLE bad_option (a INT) WITH ('connector' = 'datagen', 'no.such.option' = '1');

-- @fails
SELECT * FROM bad_option;

CREATE TABLE hole (a INT) WITH ('connector' = 'blackhole');

-- @fails
SELECT * FROM hole;

SET 'execution.runtime-mode' = 'batch';

-- @fails
SELECT CAST('not a number' AS INT);

-- @fails
SELECT CAST(x AS INT) FROM (VALUES ('1'), ('two'), ('3')) AS t(x);

-- @fails
SELECT 1 / 0;

-- @fails
SELECT 10 / (x - 2) FROM (VALUES (1), (2), (3)) AS t(x);

CREATE TABLE seq (id INT) WITH ('connector' = 'datagen', 'number-of-rows' = '20000', 'rows-per-second' = '1000000', 'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '20000');

-- @fails
SELECT 10 / (id - 15000) FROM seq;

-- @fails
SELECT ELEMENT(ARRAY[1, 2]);

-- @fails
SELECT CAST('2020-99-01' AS DATE);

SELECT CAST(300 AS TINYINT);

-- @fails
SELECT CAST('99999999999999999999' AS BIGINT);

SELECT 9223372036854775807 + 1;

-- @fails
SELECT 9223372036854775808;

-- @fails
SELECT CAST('12345.678' AS DECIMAL(4, 2));

SET 'execution.runtime-mode' = 'streaming';

-- @fails
SELECT x FROM (VALUES (1), (2)) AS t(x) ORDER BY x;

-- @fails
SELECT 10 / (id - 3) FROM seq;
