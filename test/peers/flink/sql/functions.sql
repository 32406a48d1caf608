SHOW FUNCTIONS;

SHOW USER FUNCTIONS;

SHOW FUNCTIONS LIKE 'concat%';

CREATE FUNCTION plus_one AS 'com.example.PlusOne' LANGUAGE JAVA;

CREATE FUNCTION plus_one AS 'com.example.PlusOne';

CREATE FUNCTION IF NOT EXISTS plus_one AS 'com.example.PlusOne';

CREATE TEMPORARY SYSTEM FUNCTION of_all AS 'com.example.OfAll';

CREATE TEMPORARY FUNCTION passing AS 'com.example.Passing';

SHOW USER FUNCTIONS;

SHOW USER FUNCTIONS LIKE 'plus%';

DESCRIBE FUNCTION EXTENDED SUM;

DESCRIBE FUNCTION plus_one;

SELECT plus_one(1);

SELECT no_such_function(1);

ALTER FUNCTION plus_one AS 'com.example.Other';

DROP FUNCTION plus_one;

DROP FUNCTION plus_one;

DROP FUNCTION IF EXISTS plus_one;

DROP TEMPORARY SYSTEM FUNCTION of_all;

DROP TEMPORARY FUNCTION passing;

SHOW MODULES;

SHOW FULL MODULES;

USE MODULES core;

USE MODULES no_such_module;

LOAD MODULE core;

LOAD MODULE no_such_module;

UNLOAD MODULE core;

SHOW FULL MODULES;

LOAD MODULE core;

UNLOAD MODULE no_such_module;

SHOW JARS;

ADD JAR '/no/such/library.jar';

REMOVE JAR '/no/such/library.jar';

SHOW PROCEDURES;

SHOW PROCEDURES FROM nowhere;

CALL no_such_procedure(1);
