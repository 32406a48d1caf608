import { type ClientError, clientError } from '../error/client-error.js'
import type { TextPosition } from '../script/statement-splitter.js'
import type { HttpReply } from './http-transport.js'

/** Names of Java classes in front of a message that say nothing to people. */
const JAVA_CLASS = /^(?:[a-z_$][\w$]*\.)+[A-Z][\w$]*(?:: |$)/
const OUR_CODE = /^[A-Z]+\.[A-Z_]+: /
/** What a line of a Java stack begins with. */
const FRAME = '\tat '

/**
 * Makes an error of the texts of an answer. The one line is the innermost cause without its stack, as Flink's client shows it.
 *
 * @see Apache Flink, SQL client, `CliStrings`/`CliClient`: the text behind the last `Caused by: ` up to the stack
 */
export function refusal(errors: readonly string[], reply: Pick<HttpReply, 'headers'>): ClientError {
  const details = errors.join('\n')
  const header = reply.headers['x-sql-gateway-error']
  const code = typeof header === 'string' ? header : undefined
  const cause = details.split('Caused by: ').at(-1) ?? details
  const bare = (cause.split(FRAME, 1)[0] ?? cause).replace(/\nEnd of exception on server side>\s*$/, '').trim()
  const message = bare.replace(OUR_CODE, '').replace(JAVA_CLASS, '') || bare
  // Flink tells the place in an outer cause.
  const position = positionIn(message) ?? positionIn(details)
  const init = { details, ...(code === undefined ? {} : { code }), ...(position === undefined ? {} : { position }) }
  return clientError(isSessionLost(code, message) ? 'session-lost' : 'refused', message, init)
}

function isSessionLost(code: string | undefined, message: string): boolean {
  return code === undefined
    ? /^Session '[^']*' does not exist\.?$/.test(message)
    : code === 'SESSION.NOT_FOUND' || code === 'SESSION.CLOSED'
}

/** Where engines say that the error is: `at line 1, column 8`, `From line 1, column 8 to line 1, column 9: …`, `LINE 1: …`. */
function positionIn(message: string): TextPosition | undefined {
  const [, line, column] = /\bline (\d+), column (\d+)/i.exec(message) ?? /\bline (\d+):(\d+)/i.exec(message) ?? []
  return line === undefined || column === undefined ? undefined : { line: Number(line), column: Number(column) }
}
