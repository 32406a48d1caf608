import { ERROR_CODES, type ErrorCode } from '@sql-gateway/gateway-common'
import type { JavaException } from './java-trace.js'

/** Which exceptions mean which error: by their class, by their text, or both. The first line that fits holds. */
interface Rule {
  readonly code: ErrorCode
  readonly className?: RegExp
  readonly message?: RegExp
  /** The class of any exception of the same trace. */
  readonly among?: RegExp
}

const NO_CONNECTION =
  /\b(?:ConnectException|UnknownHostException|NoRouteToHostException|ConnectTimeoutException|AnnotatedConnectException)$/
/** What the client leaves in a trace by which Flink's gateway speaks to its cluster. A connector that reaches nobody leaves none of it. */
const CLUSTER_CLIENT = /^org\.apache\.flink\.(?:shaded\.netty4\.|util\.concurrent\.FutureUtils\$RetryException$)/

/**
 * @see Apache Flink, `org.apache.flink.table.catalog.exceptions`, `org.apache.flink.table.api`; Apache Calcite,
 *   `CalciteResource` for the texts of the validator
 */
const RULES: readonly Rule[] = [
  { code: 'STATEMENT.SYNTAX', className: /Pars(?:e|er|ing)\w*( ?Error|Exception)$|SqlParserEOFException$|Syntax ?Error$/ },
  { code: 'STATEMENT.SYNTAX', message: /^SQL parse failed/ },
  { code: 'STATEMENT.MULTIPLE', message: /only accepts a single SQL statement|only single statement supported/i },
  { code: 'STATEMENT.NOT_CONFIGURABLE', message: /Unsupported statement for configuring session/ },
  { code: 'ENGINE.UNREACHABLE', className: NO_CONNECTION, among: CLUSTER_CLIENT },
  { code: 'ENGINE.UNREACHABLE', message: /^Could not connect to rest endpoint/ },
  { code: 'ENGINE.FAILED', className: NO_CONNECTION },
  { code: 'ENGINE.OUT_OF_RESOURCES', className: /OutOfMemoryError$|NoResourceAvailableException$|RejectedExecutionException$/ },
  { code: 'ENGINE.OUT_OF_RESOURCES', message: /exceeds the max count|to the thread pool/ },
  { code: 'STATEMENT.ALREADY_EXISTS', className: /AlreadyExistException$/ },
  { code: 'STATEMENT.ALREADY_EXISTS', message: /\balready exists?\b/i },
  { code: 'STATEMENT.NOT_FOUND', className: /NotExistException$|NoSuch\w*TableException$/ },
  {
    code: 'STATEMENT.NOT_FOUND',
    message:
      /\bnot found\b|^There is no |\bdoes not exist\b|\bdoesn't exist\b|No match found for function signature|Unable to (?:find|locate)|Cannot find (?:table|column|database)/i,
  },
  { code: 'STATEMENT.CONSTRAINT', message: /NOT NULL.*(?:constraint|violat)|constraint.*violat|writing a null value into a NOT NULL/i },
  {
    code: 'STATEMENT.DATA',
    className:
      /NumberFormatException$|ArithmeticException$|DateTime\w*Exception$|TableRuntimeException$|(?:Conversion|Out of Range|Invalid Input)( Error)?$/,
  },
  { code: 'STATEMENT.DATA', message: /Division by zero|\/ by zero|Numeric overflow|Cannot parse|could not convert/i },
  { code: 'FEATURE.UNSUPPORTED', className: /UnsupportedOperationException$|NotImplementedException$|NotImplementedError$/ },
  { code: 'CONFIG.INVALID_VALUE', message: /^Failed to set key|Could not parse value/ },
  {
    code: 'STATEMENT.INVALID',
    className:
      /(?:Validat(?:or|ion)|CalciteContext|Table|Planner|Catalog|Function\w*|Model\w*|Partition\w*|Database\w*)Exception$|IllegalArgumentException$|(?:Binder|Catalog)( Error)?$/,
  },
]

/** What is looked at of a text, which may hold what a user wrote, at any length. */
const LOOKED_AT = 4_000

/** The code of an error, by its root cause and, where that says nothing, by what it caused. */
export function classify(trace: readonly JavaException[]): ErrorCode {
  for (const exception of trace.toReversed()) {
    if (isErrorCode(exception.className)) return exception.className
    const rule = RULES.find((each) => fits(each, exception, trace))
    if (rule !== undefined) return rule.code
  }
  return 'ENGINE.FAILED'
}

/** Behind another gateway of this project it is its error. */
function isErrorCode(name: string): name is ErrorCode {
  return Object.hasOwn(ERROR_CODES, name)
}

function fits({ className, message, among }: Rule, exception: JavaException, trace: readonly JavaException[]): boolean {
  return (
    (className?.test(exception.className) ?? true) &&
    (message?.test(exception.message.slice(0, LOOKED_AT)) ?? true) &&
    (among === undefined || trace.some((other) => among.test(other.className)))
  )
}
