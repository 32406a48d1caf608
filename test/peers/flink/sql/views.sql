SET 'execution.runtime-mode' = 'batch';

CREATE VIEW numbers AS SELECT n, n * 2 AS doubled FROM (VALUES (1), (2), (3)) AS t(n);

CREATE VIEW named (a, b) COMMENT 'a view' AS SELECT 1, 'x';

CREATE TEMPORARY VIEW passing AS SELECT 1 AS uno;

-- @fails
CREATE VIEW numbers AS SELECT 1;

CREATE VIEW IF NOT EXISTS numbers AS SELECT 1;

-- @fails
CREATE VIEW broken AS SELECT * FROM no_such_table;

SHOW VIEWS;

SHOW VIEWS LIKE 'n%';

SHOW VIEWS FROM default_catalog.default_database NOT LIKE 'n%';

SHOW TABLES;

SHOW CREATE VIEW numbers;

SHOW CREATE VIEW named;

-- @fails
SHOW CREATE TABLE numbers;

DESCRIBE numbers;

SHOW COLUMNS FROM numbers;

SELECT * FROM numbers ORDER BY n;

ALTER VIEW numbers RENAME TO digits;

ALTER VIEW digits AS SELECT 7 AS seven;

SELECT * FROM digits;

-- @fails
ALTER VIEW nowhere RENAME TO somewhere;

-- @fails
DROP TABLE digits;

-- @fails
DROP VIEW numbers;

DROP VIEW digits;

DROP VIEW IF EXISTS digits;

DROP TEMPORARY VIEW passing;

SHOW VIEWS;

-- @fails
SELECT * FROM digits;
