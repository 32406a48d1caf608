SHOW CATALOGS;

SHOW CURRENT CATALOG;

SHOW CURRENT DATABASE;

SHOW DATABASES;

CREATE CATALOG shop WITH ('type' = 'generic_in_memory');

CREATE CATALOG shop WITH ('type' = 'generic_in_memory');

CREATE CATALOG IF NOT EXISTS shop COMMENT 'again' WITH ('type' = 'generic_in_memory');

CREATE CATALOG other WITH ('type' = 'generic_in_memory', 'default-database' = 'base');

CREATE CATALOG bad WITH ('type' = 'no_such_type');

CREATE CATALOG bad WITH ('k' = 'v');

SHOW CATALOGS;

SHOW CATALOGS LIKE 'sh%';

SHOW CREATE CATALOG other;

DESCRIBE CATALOG other;

DESCRIBE CATALOG EXTENDED other;

DESCRIBE CATALOG nowhere;

USE CATALOG shop;

SHOW CURRENT CATALOG;

SHOW CURRENT DATABASE;

CREATE DATABASE sales COMMENT 'what was sold' WITH ('owner' = 'me');

CREATE DATABASE sales;

CREATE DATABASE IF NOT EXISTS sales;

CREATE DATABASE other.stock;

SHOW DATABASES;

SHOW DATABASES LIKE 'sa%';

SHOW DATABASES NOT LIKE 'sa%';

SHOW DATABASES IN other;

SHOW DATABASES FROM other LIKE 'st_ck';

SHOW DATABASES FROM nowhere;

DESCRIBE DATABASE sales;

DESCRIBE DATABASE EXTENDED sales;

ALTER DATABASE sales SET ('owner' = 'you', 'more' = '1');

DESCRIBE DATABASE EXTENDED sales;

USE sales;

SHOW CURRENT DATABASE;

USE other.stock;

SHOW CURRENT CATALOG;

USE no_such_database;

USE CATALOG no_such_catalog;

CREATE TABLE t (a INT) WITH ('connector' = 'blackhole');

DROP DATABASE other.stock;

DROP DATABASE other.stock RESTRICT;

USE CATALOG default_catalog;

DROP DATABASE other.stock CASCADE;

DROP DATABASE IF EXISTS other.stock;

DROP DATABASE other.stock;

DROP CATALOG other;

DROP CATALOG other;

DROP CATALOG IF EXISTS other;

SHOW CATALOGS;
