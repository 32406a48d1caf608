SET 'execution.runtime-mode' = 'batch'

SET 'sql-client.execution.result-mode' = 'tableau'

SET 'table.local-time-zone' = 'UTC'

SHOW CATALOGS

SHOW CURRENT CATALOG

SHOW CURRENT DATABASE

CREATE DATABASE both_engines

CREATE DATABASE default_database

CREATE DATABASE IF NOT EXISTS both_engines

USE both_engines

SHOW CURRENT DATABASE

SHOW DATABASES LIKE 'both%'

SHOW TABLES

SHOW VIEWS

CREATE VIEW people AS SELECT * FROM (VALUES (1, 'Ada', DATE '1815-12-10'), (2, 'Grace', DATE '1906-12-09'), (3, 'Edsger', CAST(NULL AS DATE))) AS p(id, name, born)

SHOW TABLES

SHOW VIEWS

SHOW VIEWS LIKE 'pe%'

DESCRIBE people

SHOW COLUMNS FROM people

SHOW CREATE VIEW people

SELECT id, name, born FROM people ORDER BY id

SELECT * FROM people WHERE id > 1 ORDER BY id DESC

SELECT COUNT(*) AS n, MIN(name) AS first_name, MAX(id) AS last_id FROM people

SELECT AVG(id) AS a, SUM(id) AS s FROM people

SELECT a.name, b.name AS other FROM people AS a JOIN people AS b ON a.id = b.id + 1 ORDER BY a.id

SELECT name FROM people WHERE born IS NULL

SELECT name, CASE WHEN id = 1 THEN 'one' ELSE 'more' END AS how_many FROM people ORDER BY id

SELECT id FROM people UNION ALL SELECT id + 10 FROM people ORDER BY id LIMIT 4

SELECT UPPER(name) AS u, CHAR_LENGTH(name) AS l, SUBSTRING(name, 1, 2) AS s FROM people ORDER BY id

SELECT name, ROW_NUMBER() OVER (ORDER BY id) AS r FROM people ORDER BY id

SELECT EXTRACT(YEAR FROM born) AS y FROM people WHERE born IS NOT NULL ORDER BY y

SELECT DISTINCT born IS NULL AS no_date FROM people ORDER BY no_date

SELECT born IS NULL AS no_date, COUNT(*) AS n FROM people GROUP BY born IS NULL HAVING COUNT(*) > 0 ORDER BY n

WITH later AS (SELECT * FROM people WHERE id > 1) SELECT COUNT(*) AS n FROM later

SELECT CAST(1 AS TINYINT) AS a, CAST(2 AS SMALLINT) AS b, 3 AS c, CAST(9223372036854775807 AS BIGINT) AS d

SELECT CAST(1.5 AS FLOAT) AS a, CAST(1.5 AS DOUBLE) AS b, CAST('12.50' AS DECIMAL(10, 2)) AS c, CAST('NaN' AS DOUBLE) AS d

SELECT TRUE AS a, FALSE AS b, CAST(NULL AS BOOLEAN) AS c

SELECT 'text' AS a, '' AS b, 'Grüße, 世界' AS c, CAST('x' AS VARCHAR(5)) AS d

SELECT DATE '2020-02-29' AS a, TIME '10:11:12' AS b, TIMESTAMP '2020-02-29 10:11:12.123' AS c

SELECT CAST('2020-02-29 10:11:12.123456' AS TIMESTAMP(6)) AS a

SELECT INTERVAL '2' DAY AS a, INTERVAL '14' MONTH AS b

SELECT ARRAY[1, 2, 3] AS a, ARRAY['x', 'y'] AS b

SELECT MAP['x', 1, 'y', 2] AS a

SELECT ROW(1, 'a') AS a

SELECT x'CAFE' AS a

SELECT 1 + 2 AS a, 7 / 2 AS b, MOD(7, 3) AS c, 2 * 3.5 AS d

SELECT CAST(NULL AS INT) AS a, COALESCE(CAST(NULL AS INT), 5) AS b

EXPLAIN SELECT id FROM people

SHOW FUNCTIONS LIKE 'upper'

SHOW MODULES

SHOW TABLES FROM default_database

SET 'my.key' = 'my value'

RESET 'my.key'

CREATE TABLE hole (id INT) WITH ('connector' = 'blackhole')

CREATE TABLE kept (id INT, name VARCHAR(10))

INSERT INTO kept VALUES (1, 'one'), (2, 'two')

SELECT * FROM kept ORDER BY id

SHOW CREATE TABLE kept

DESCRIBE kept

SELECT nope FROM people

SELECT * FROM no_such_table

SELEC 1

USE no_such_database

USE CATALOG no_such_catalog

DROP TABLE no_such_table

DROP TABLE IF EXISTS no_such_table

DROP TABLE IF EXISTS kept

DROP TABLE IF EXISTS hole

DROP VIEW people

DROP VIEW no_such_view

DROP VIEW IF EXISTS people

CREATE TEMPORARY VIEW t AS SELECT 1 AS x

SELECT x FROM t

DROP TEMPORARY VIEW t

USE default_database

DROP DATABASE both_engines

DROP DATABASE IF EXISTS both_engines
