SHOW CATALOGS;

SHOW CURRENT CATALOG;

SHOW CURRENT DATABASE;

SHOW DATABASES;

CREATE CATALOG shop WITH ('type' = 'generic_in_memory');

-- @fails
CREATE CATALOG shop WITH ('type' = 'generic_in_memory');

CREATE CATALOG IF NOT EXISTS shop COMMENT 'again' WITH ('type' = 'generic_in_memory');

CREATE CATALOG other WITH ('type' = 'generic_in_memory', 'default-database' = 'base');

-- @fails
CREATE CATALOG bad WITH ('type' = 'no_such_type');

-- @fails
CREATE CATALOG bad WITH ('k' = 'v');

SHOW CATALOGS;

SHOW CATALOGS LIKE 'sh%';

SHOW CREATE CATALOG other;

DESCRIBE CATALOG other;

DESCRIBE CATALOG EXTENDED other;

-- @fails
DESCRIBE CATALOG nowhere;

USE CATALOG shop;

SHOW CURRENT CATALOG;

SHOW CURRENT DATABASE;

CREATE DATABASE sales COMMENT 'what was sold' WITH ('owner' = 'me');

-- @fails
CREATE DATABASE sales;

CREATE DATABASE IF NOT EXISTS sales;

CREATE DATABASE other.stock;

SHOW DATABASES;

SHOW DATABASES LIKE 'sa%';

SHOW DATABASES NOT LIKE 'sa%';

SHOW DATABASES IN other;

SHOW DATABASES FROM other LIKE 'st_ck';

-- @fails
SHOW DATABASES FROM nowhere;

-- @fails
DESCRIBE DATABASE sales;

-- @fails
DESCRIBE DATABASE EXTENDED sales;

ALTER DATABASE sales SET ('owner' = 'you', 'more' = '1');

-- @fails
DESCRIBE DATABASE EXTENDED sales;

USE sales;

SHOW CURRENT DATABASE;

USE other.stock;

SHOW CURRENT CATALOG;

-- @fails
USE no_such_database;

-- @fails
USE CATALOG no_such_catalog;

CREATE TABLE t (a INT) WITH ('connector' = 'blackhole');

-- @fails
DROP DATABASE other.stock;

-- @fails
DROP DATABASE other.stock RESTRICT;

USE CATALOG default_catalog;

DROP DATABASE other.stock CASCADE;

DROP DATABASE IF EXISTS other.stock;

-- @fails
DROP DATABASE other.stock;

DROP CATALOG other;

-- @fails
DROP CATALOG other;

DROP CATALOG IF EXISTS other;

SHOW CATALOGS;
