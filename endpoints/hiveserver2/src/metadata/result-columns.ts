import type { MetadataColumns } from './metadata-rows.js'

/** Columns of GetCatalogs. */
export const CATALOG_COLUMNS = { TABLE_CAT: 'string' } as const satisfies MetadataColumns

/** Columns of GetSchemas. */
export const SCHEMA_COLUMNS = { TABLE_SCHEM: 'string', TABLE_CATALOG: 'string' } as const satisfies MetadataColumns

/** Columns of GetTableTypes. */
export const TABLE_TYPE_COLUMNS = { TABLE_TYPE: 'string' } as const satisfies MetadataColumns

/** Columns of GetTables. */
export const TABLE_COLUMNS = {
  TABLE_CAT: 'string',
  TABLE_SCHEM: 'string',
  TABLE_NAME: 'string',
  TABLE_TYPE: 'string',
  REMARKS: 'string',
  TYPE_CAT: 'string',
  TYPE_SCHEM: 'string',
  TYPE_NAME: 'string',
  SELF_REFERENCING_COL_NAME: 'string',
  REF_GENERATION: 'string',
} as const satisfies MetadataColumns

/** Columns of GetColumns. */
export const COLUMN_COLUMNS = {
  TABLE_CAT: 'string',
  TABLE_SCHEM: 'string',
  TABLE_NAME: 'string',
  COLUMN_NAME: 'string',
  DATA_TYPE: 'int',
  TYPE_NAME: 'string',
  COLUMN_SIZE: 'int',
  BUFFER_LENGTH: 'tinyint',
  DECIMAL_DIGITS: 'int',
  NUM_PREC_RADIX: 'int',
  NULLABLE: 'int',
  REMARKS: 'string',
  COLUMN_DEF: 'string',
  SQL_DATA_TYPE: 'int',
  SQL_DATETIME_SUB: 'int',
  CHAR_OCTET_LENGTH: 'int',
  ORDINAL_POSITION: 'int',
  IS_NULLABLE: 'string',
  SCOPE_CATALOG: 'string',
  SCOPE_SCHEMA: 'string',
  SCOPE_TABLE: 'string',
  SOURCE_DATA_TYPE: 'smallint',
  IS_AUTO_INCREMENT: 'string',
} as const satisfies MetadataColumns

/** Columns of GetFunctions. */
export const FUNCTION_COLUMNS = {
  FUNCTION_CAT: 'string',
  FUNCTION_SCHEM: 'string',
  FUNCTION_NAME: 'string',
  REMARKS: 'string',
  FUNCTION_TYPE: 'int',
  SPECIFIC_NAME: 'string',
} as const satisfies MetadataColumns

/** Columns of GetPrimaryKeys. Hive spelt KEY_SEQ wrongly up to version 3; JDBC's name is used here. */
export const PRIMARY_KEY_COLUMNS = {
  TABLE_CAT: 'string',
  TABLE_SCHEM: 'string',
  TABLE_NAME: 'string',
  COLUMN_NAME: 'string',
  KEY_SEQ: 'int',
  PK_NAME: 'string',
} as const satisfies MetadataColumns

/** Columns of GetCrossReference; KEQ_SEQ is spelt as in Hive. */
export const CROSS_REFERENCE_COLUMNS = {
  PKTABLE_CAT: 'string',
  PKTABLE_SCHEM: 'string',
  PKTABLE_NAME: 'string',
  PKCOLUMN_NAME: 'string',
  FKTABLE_CAT: 'string',
  FKTABLE_SCHEM: 'string',
  FKTABLE_NAME: 'string',
  FKCOLUMN_NAME: 'string',
  KEQ_SEQ: 'int',
  UPDATE_RULE: 'int',
  DELETE_RULE: 'int',
  FK_NAME: 'string',
  PK_NAME: 'string',
  DEFERRABILITY: 'int',
} as const satisfies MetadataColumns

/** Columns of GetTypeInfo. */
export const TYPE_INFO_COLUMNS = {
  TYPE_NAME: 'string',
  DATA_TYPE: 'int',
  PRECISION: 'int',
  LITERAL_PREFIX: 'string',
  LITERAL_SUFFIX: 'string',
  CREATE_PARAMS: 'string',
  NULLABLE: 'smallint',
  CASE_SENSITIVE: 'boolean',
  SEARCHABLE: 'smallint',
  UNSIGNED_ATTRIBUTE: 'boolean',
  FIXED_PREC_SCALE: 'boolean',
  AUTO_INCREMENT: 'boolean',
  LOCAL_TYPE_NAME: 'string',
  MINIMUM_SCALE: 'smallint',
  MAXIMUM_SCALE: 'smallint',
  SQL_DATA_TYPE: 'int',
  SQL_DATETIME_SUB: 'int',
  NUM_PREC_RADIX: 'int',
} as const satisfies MetadataColumns
