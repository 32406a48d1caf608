SET 'execution.runtime-mode' = 'batch';

SELECT PARSE_JSON('{"a": [1, true, null], "b": "x"}') AS v, CAST(NULL AS VARIANT) AS n;

SELECT BITMAP_BUILD(ARRAY[1, 2, 3]) AS b;

SELECT TYPEOF(PARSE_JSON('1')) AS t;

CREATE TABLE with_variant (id INT, v VARIANT) WITH ('connector' = 'blackhole');

DESCRIBE with_variant;
