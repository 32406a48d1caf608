SET 'my.key' = 'my value';

SET my.bare = unquoted;

SET 'it''s' = 'quo''ted; with -- marks';

SET 'execution.runtime-mode' = 'batch';

SET 'table.dml-sync' = 'true';

SET 'parallelism.default' = '2';

SET;

RESET 'my.key';

RESET my.bare;

RESET 'never.set';

-- @fails
SET 'execution.runtime-mode' = 'sideways';

SET 'table.local-time-zone' = 'Mars/Olympus';

-- @fails
SELECT 1;

RESET 'table.local-time-zone';

-- @fails
SET 'parallelism.default' = 'many';

SET;

RESET;

SET;

-- @fails
SET 'a';

-- @fails
SET = 'b';

RESET 'a' 'b';
