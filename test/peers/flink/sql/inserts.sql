CREATE TABLE seq (id INT) WITH ('connector' = 'datagen', 'number-of-rows' = '6', 'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '6');

CREATE TABLE hole (id INT) WITH ('connector' = 'blackhole');

CREATE TABLE printed (id INT) WITH ('connector' = 'print');

CREATE TABLE csv_t (id INT, name STRING) WITH ('connector' = 'filesystem', 'path' = '<directory>/csv', 'format' = 'csv');

CREATE TABLE json_t (id INT, price DECIMAL(6, 2)) WITH ('connector' = 'filesystem', 'path' = '<directory>/json', 'format' = 'json');

INSERT INTO hole SELECT id FROM seq;

SET 'execution.runtime-mode' = 'batch';

SET 'table.dml-sync' = 'true';

INSERT INTO hole VALUES (1), (2);

INSERT INTO printed SELECT id FROM seq;

INSERT INTO csv_t SELECT id, 'n' || CAST(id AS STRING) FROM seq;

SELECT * FROM csv_t ORDER BY id;

INSERT OVERWRITE csv_t VALUES (9, 'nine'), (10, CAST(NULL AS STRING));

SELECT * FROM csv_t ORDER BY id;

EXECUTE INSERT INTO csv_t VALUES (11, 'eleven');

SELECT COUNT(*) AS n FROM csv_t;

EXECUTE STATEMENT SET BEGIN
INSERT INTO json_t SELECT id, CAST(id AS DECIMAL(6, 2)) FROM csv_t;
INSERT INTO hole SELECT id FROM csv_t;
END;

SELECT * FROM json_t ORDER BY id;

BEGIN STATEMENT SET;

-- @fails
SELECT 1;

INSERT INTO hole SELECT id FROM csv_t;

INSERT INTO json_t VALUES (1, 1.25);

-- @fails
CREATE TABLE inside (a INT) WITH ('connector' = 'blackhole');

END;

BEGIN STATEMENT SET;

END;

-- @fails
END;

SELECT COUNT(*) AS n FROM json_t;

CREATE TABLE copied WITH ('connector' = 'filesystem', 'path' = '<directory>/copied', 'format' = 'csv') AS SELECT id, name FROM csv_t WHERE id > 9;

SELECT * FROM copied ORDER BY id;

CREATE OR REPLACE TABLE copied WITH ('connector' = 'filesystem', 'path' = '<directory>/copied', 'format' = 'csv') AS SELECT 1 AS uno;

INSERT INTO csv_t (name) VALUES ('no id');

-- @fails
SELECT * FROM csv_t WHERE id IS NULL;

-- @fails
INSERT INTO no_such_table VALUES (1);

-- @fails
INSERT INTO csv_t VALUES ('x', 'y');

-- @fails
INSERT INTO csv_t VALUES (1);

-- @fails
INSERT INTO csv_t (nope) VALUES (1);

-- @fails
UPDATE csv_t SET name = 'x' WHERE id = 9;

-- @fails
DELETE FROM csv_t WHERE id = 9;

-- @fails
TRUNCATE TABLE csv_t;

-- @fails
INSERT INTO hole SELECT 10 / (id - 3) FROM seq;

SET 'table.dml-sync' = 'false';

INSERT INTO hole SELECT 10 / (id - 3) FROM seq;

COMPILE PLAN 'file://<directory>/plan.json' FOR INSERT INTO hole SELECT id FROM seq;

-- @fails
COMPILE PLAN 'file://<directory>/plan.json' FOR INSERT INTO hole SELECT id FROM seq;

EXECUTE PLAN 'file://<directory>/plan.json';

SET 'execution.runtime-mode' = 'streaming';

COMPILE PLAN 'file://<directory>/streaming-plan.json' FOR INSERT INTO hole SELECT id FROM seq;

EXECUTE PLAN 'file://<directory>/streaming-plan.json';

-- @fails
EXECUTE PLAN 'file://<directory>/missing.json';

SET 'pipeline.name' = 'a job of the test';

INSERT INTO hole SELECT id FROM seq;

-- @fails
STOP JOB '00000000000000000000000000000000';

-- @fails
STOP JOB 'nonsense';

-- @fails
DESCRIBE JOB '00000000000000000000000000000000';
