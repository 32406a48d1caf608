CREATE TABLE orders (
  id BIGINT NOT NULL COMMENT 'the number',
  buyer STRING,
  price DECIMAL(10, 2),
  ordered TIMESTAMP(3),
  total AS price * 2,
  seen AS PROCTIME(),
  WATERMARK FOR ordered AS ordered - INTERVAL '5' SECOND,
  PRIMARY KEY (id) NOT ENFORCED
) COMMENT 'what people want' WITH ('connector' = 'datagen', 'number-of-rows' = '5');

DESCRIBE orders;

DESC default_catalog.default_database.orders;

SHOW CREATE TABLE orders;

SHOW COLUMNS FROM orders;

SHOW COLUMNS FROM orders LIKE '%e%';

SHOW COLUMNS IN orders NOT LIKE 'p%';

-- @fails
CREATE TABLE orders (a INT) WITH ('connector' = 'datagen');

CREATE TABLE IF NOT EXISTS orders (a INT) WITH ('connector' = 'datagen');

CREATE TABLE parts (a INT, p STRING, q INT) PARTITIONED BY (p, q) WITH ('connector' = 'filesystem', 'path' = '<directory>/parts', 'format' = 'csv');

SHOW CREATE TABLE parts;

SHOW PARTITIONS parts;

-- @fails
SHOW PARTITIONS orders;

CREATE TABLE orders_like WITH ('connector' = 'blackhole') LIKE orders (EXCLUDING ALL);

SHOW CREATE TABLE orders_like;

CREATE TABLE meta (k STRING METADATA FROM 'key' VIRTUAL, v INT) WITH ('connector' = 'blackhole');

DESCRIBE meta;

CREATE TEMPORARY TABLE temp_t (x INT) WITH ('connector' = 'blackhole');

SHOW TABLES;

SHOW TABLES LIKE 'orders%';

SHOW TABLES FROM default_database NOT LIKE 'o%';

-- @fails
SHOW TABLES FROM nowhere;

ALTER TABLE orders ADD (note STRING COMMENT 'free text' AFTER buyer, rank_ INT FIRST);

ALTER TABLE orders MODIFY note VARCHAR(10);

ALTER TABLE orders RENAME note TO remark;

ALTER TABLE orders DROP rank_;

DESCRIBE orders;

ALTER TABLE orders DROP WATERMARK;

ALTER TABLE orders SET ('number-of-rows' = '3');

ALTER TABLE orders RESET ('number-of-rows');

-- @fails
ALTER TABLE orders DROP no_such_column;

ALTER TABLE orders RENAME TO old_orders;

SHOW TABLES;

-- @fails
ALTER TABLE no_such_table SET ('a' = 'b');

-- @fails
DESCRIBE orders;

-- @fails
SHOW CREATE TABLE no_such_table;

-- @fails
SHOW COLUMNS FROM no_such_table;

-- @fails
TRUNCATE TABLE old_orders;

-- @fails
ANALYZE TABLE old_orders COMPUTE STATISTICS;

DROP TEMPORARY TABLE temp_t;

-- @fails
DROP TABLE meta, orders_like;

DROP TABLE orders_like;

DROP TABLE IF EXISTS orders_like;

-- @fails
DROP TABLE no_such_table;

DROP TABLE old_orders;

SHOW TABLES;
