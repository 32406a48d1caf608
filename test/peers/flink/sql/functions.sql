SHOW FUNCTIONS;

SHOW USER FUNCTIONS;

SHOW FUNCTIONS LIKE 'concat%';

CREATE FUNCTION plus_one AS 'com.example.PlusOne' LANGUAGE JAVA;

-- @fails
CREATE FUNCTION plus_one AS 'com.example.PlusOne';

CREATE FUNCTION IF NOT EXISTS plus_one AS 'com.example.PlusOne';

-- @fails
CREATE TEMPORARY SYSTEM FUNCTION of_all AS 'com.example.OfAll';

-- @fails
CREATE TEMPORARY FUNCTION passing AS 'com.example.Passing';

SHOW USER FUNCTIONS;

SHOW USER FUNCTIONS LIKE 'plus%';

-- @fails
DESCRIBE FUNCTION EXTENDED SUM;

-- @fails
DESCRIBE FUNCTION plus_one;

-- @fails
SELECT plus_one(1);

-- @fails
SELECT no_such_function(1);

ALTER FUNCTION plus_one AS 'com.example.Other';

DROP FUNCTION plus_one;

-- @fails
DROP FUNCTION plus_one;

DROP FUNCTION IF EXISTS plus_one;

-- @fails
DROP TEMPORARY SYSTEM FUNCTION of_all;

-- @fails
DROP TEMPORARY FUNCTION passing;

SHOW MODULES;

SHOW FULL MODULES;

USE MODULES core;

-- @fails
USE MODULES no_such_module;

-- @fails
LOAD MODULE core;

-- @fails
LOAD MODULE no_such_module;

UNLOAD MODULE core;

SHOW FULL MODULES;

LOAD MODULE core;

-- @fails
UNLOAD MODULE no_such_module;

SHOW JARS;

-- @fails
ADD JAR '/no/such/library.jar';

-- @fails
REMOVE JAR '/no/such/library.jar';

-- @fails
SHOW PROCEDURES;

-- @fails
SHOW PROCEDURES FROM nowhere;

-- @fails
CALL no_such_procedure(1);
