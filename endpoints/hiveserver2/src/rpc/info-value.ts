import tcli, { type TGetInfoType, type TGetInfoValue } from '#generated/TCLIService_types.js'
import { toInt64 } from '../wire/int64.js'

const { TGetInfoType: Info } = tcli

/** What answers to GetInfo are made of. */
export interface ServerFacts {
  readonly serverName: string
  readonly dbmsName: string
  readonly dbmsVersion: string
}

/** Reserved words of Hive beyond those of SQL:2003, for tools that decide by them what to quote. */
const KEYWORDS =
  'ADD,ADMIN,AFTER,ANALYZE,ARCHIVE,BUCKET,BUCKETS,CLUSTERED,COMPACT,DATABASES,DIRECTORY,EXCHANGE,EXPLAIN,EXPORT,FILEFORMAT,FUNCTIONS,IMPORT,JAR,LATERAL,LOCATION,OVERWRITE,PARTITIONED,SERDE,SHOW,SORTED,STORED,TABLES,TBLPROPERTIES,TEMPORARY,TRUNCATE,UNARCHIVE,USE,VIEWS'

const MAX_NAME_LENGTH = 128

/** The value for one type of information; nothing where there is none. */
export function infoValue(type: TGetInfoType, { serverName, dbmsName, dbmsVersion }: ServerFacts): TGetInfoValue | undefined {
  switch (type) {
    case Info.CLI_SERVER_NAME:
      return text(serverName)
    case Info.CLI_DBMS_NAME:
      return text(dbmsName)
    case Info.CLI_DBMS_VER:
      return text(dottedVersion(dbmsVersion))
    case Info.CLI_ODBC_KEYWORDS:
      return text(KEYWORDS)
    case Info.CLI_CATALOG_NAME:
      return text('Y')
    case Info.CLI_SEARCH_PATTERN_ESCAPE:
      return text('\\')
    case Info.CLI_IDENTIFIER_QUOTE_CHAR:
      return text('`')
    case Info.CLI_MAX_COLUMN_NAME_LEN:
    case Info.CLI_MAX_SCHEMA_NAME_LEN:
    case Info.CLI_MAX_CATALOG_NAME_LEN:
    case Info.CLI_MAX_TABLE_NAME_LEN:
    case Info.CLI_MAX_IDENTIFIER_LEN:
    case Info.CLI_MAX_USER_NAME_LEN:
      return new tcli.TGetInfoValue({ lenValue: toInt64(MAX_NAME_LENGTH) })
    default:
      return undefined
  }
}

/** hive-jdbc splits the version at its dots and reads numbers: `v1.4.2` is 1.4.2. */
function dottedVersion(version: string): string {
  return /\d+(?:\.\d+)+/.exec(version)?.[0] ?? '0.0'
}

function text(stringValue: string): TGetInfoValue {
  return new tcli.TGetInfoValue({ stringValue })
}
