import { type ErrorDetails, type GatewayError, gatewayError, type StatementPosition } from '@sql-gateway/gateway-common'
import { classify } from './classify.js'
import { type JavaException, readJavaTrace } from './java-trace.js'

/** What an error says beside what a client is told: the session or operation is gone, or the statement itself failed. */
export type UpstreamSign = 'session-gone' | 'operation-gone' | 'statement-failed'

const signs = new WeakMap<object, UpstreamSign>()

const LONGEST_TEXT = 20_000
const SESSION_GONE = /^Session '[0-9a-f-]+' does not exist\.?$/
const OPERATION_GONE = /Can not find the submitted operation in the OperationManager/
/** What Flink says of a statement that failed; any other failure of a fetch may lie in how the rows are written. */
const STATEMENT_FAILED = /Failed to execute the operation|Can not fetch results from/
/** With this Python begins to tell where it was when it failed; the last line tells why. */
const PYTHON_TRACE = 'Traceback (most recent call last):'
const POSITION = /\bline (\d+),? column (\d+)/i

/**
 * Makes the error of the gateway from what Flink's gateway answered: the sentence of the root cause, the class of the exception
 * as the engine's name for it, and the place in the statement where any cause tells it.
 */
export function upstreamError(texts: readonly string[]): GatewayError {
  const trace = readJavaTrace(texts)
  const told = trace.findLast(({ message }) => message !== '') ?? trace.at(-1)
  const message = told === undefined ? 'Flink told of no reason.' : textOf(told)
  const code = classify(trace)
  const text = code === 'ENGINE.UNREACHABLE' ? `Flink's gateway cannot reach its cluster: ${message}` : message
  const error = gatewayError(code, cut(text), { message: texts.join('\n'), details: detailsOf(trace, told) })
  const sign = signIn(texts, trace)
  if (sign !== undefined) signs.set(error, sign)
  return error
}

/** What an error of {@link upstreamError} says beside its text. */
export function signOf(error: unknown): UpstreamSign | undefined {
  return typeof error === 'object' && error !== null ? signs.get(error) : undefined
}

function signIn(texts: readonly string[], trace: readonly JavaException[]): UpstreamSign | undefined {
  if (trace.some(({ message }) => SESSION_GONE.test(message))) return 'session-gone'
  if (trace.some(({ message }) => OPERATION_GONE.test(message))) return 'operation-gone'
  return texts.some((text) => STATEMENT_FAILED.test(text)) ? 'statement-failed' : undefined
}

function textOf({ className, message }: JavaException): string {
  if (message === '') return `Flink failed with ${className}.`
  return message.includes(PYTHON_TRACE) ? lastLine(message) : message
}

/** Above it stand files and lines of the machine that Python runs on. */
function lastLine(message: string): string {
  return message.slice(message.lastIndexOf('\n') + 1).trim()
}

function detailsOf(trace: readonly JavaException[], told: JavaException | undefined): ErrorDetails {
  const position = trace
    .toReversed()
    .map(({ message }) => positionIn(message))
    .find((found) => found !== undefined)
  return {
    ...(told === undefined || told.className === '' ? {} : { engineErrorName: told.className }),
    ...(position === undefined ? {} : { position }),
  }
}

function positionIn(message: string): StatementPosition | undefined {
  const match = POSITION.exec(message)
  if (match === null) return undefined
  const [line, column] = [Number(match[1]), Number(match[2])]
  return line > 0 && column > 0 ? { line, column } : undefined
}

function cut(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)} …`
}
