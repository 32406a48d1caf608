SET 'execution.runtime-mode' = 'streaming';

CREATE TABLE seq (id BIGINT, t AS TO_TIMESTAMP_LTZ(id * 1000, 3), WATERMARK FOR t AS t) WITH ('connector' = 'datagen', 'number-of-rows' = '12', 'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '12');

CREATE TABLE endless (id BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '200', 'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '100000');

SELECT id FROM seq;

SELECT id, t FROM seq WHERE MOD(id, 3) = 0;

SELECT MOD(id, 3) AS k, COUNT(*) AS n, SUM(id) AS s FROM seq GROUP BY MOD(id, 3);

SELECT COUNT(*) AS n FROM seq;

SELECT DISTINCT MOD(id, 4) AS k FROM seq;

SELECT MAX(id) AS m, MIN(id) AS n FROM seq WHERE id > 6;

SELECT id, n FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY MOD(id, 2) ORDER BY id DESC) AS n FROM seq) WHERE n <= 1;

SELECT n, COUNT(*) AS times FROM (SELECT MOD(id, 3) AS k, COUNT(*) AS n FROM seq GROUP BY MOD(id, 3)) GROUP BY n;

SELECT window_start, window_end, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE seq, DESCRIPTOR(t), INTERVAL '5' SECOND)) GROUP BY window_start, window_end;

SELECT id FROM seq ORDER BY id DESC LIMIT 3;

SELECT id FROM seq ORDER BY t LIMIT 4;

-- @folded
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS l(id, x) LEFT JOIN (VALUES (1, 'p')) AS r(rid, y) ON l.id = r.rid;

-- @unordered
SELECT id FROM seq UNION ALL SELECT -1;

SELECT 1 AS uno;

-- @take 30
SELECT id, 'n' || CAST(id AS STRING) AS name FROM endless;

-- @take 12
SELECT COUNT(*) AS n FROM endless;

SELECT id FROM endless LIMIT 5;

-- @volatile
SHOW JOBS;
