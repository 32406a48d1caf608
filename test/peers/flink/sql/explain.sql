CREATE TABLE source_t (k INT, v DOUBLE, t TIMESTAMP(3), WATERMARK FOR t AS t) WITH ('connector' = 'datagen', 'number-of-rows' = '5');

CREATE TABLE sink_t (k INT, v DOUBLE) WITH ('connector' = 'blackhole');

EXPLAIN SELECT k, SUM(v) FROM source_t GROUP BY k;

EXPLAIN PLAN FOR SELECT * FROM source_t WHERE k > 5;

EXPLAIN ESTIMATED_COST, CHANGELOG_MODE SELECT k, SUM(v) FROM source_t GROUP BY k;

EXPLAIN PLAN_ADVICE SELECT k, COUNT(DISTINCT v) FROM source_t GROUP BY k;

EXPLAIN INSERT INTO sink_t SELECT k, v FROM source_t;

EXPLAIN STATEMENT SET BEGIN INSERT INTO sink_t SELECT k, v FROM source_t; INSERT INTO sink_t SELECT k, 0 FROM source_t; END;

-- @fails
EXPLAIN SELECT * FROM no_such_table;

-- @fails
EXPLAIN;

-- @fails
EXPLAIN CREATE TABLE x (a INT);

DESCRIBE source_t;

SET 'execution.runtime-mode' = 'batch';

EXPLAIN SELECT k, SUM(v) FROM source_t GROUP BY k;
