import { clientError, isClientError } from '../error/client-error.js'
import { inScript } from '../error/error-report.js'
import { openScript, readWhole } from '../script/script-source.js'
import { splitStatements, type TextPosition } from '../script/statement-splitter.js'

/**
 * Makes what runs the statements of an initialization script in a new session, each by the call that sets up sessions: it refuses
 * queries and everything else that is more than setting up.
 *
 * @throws {ClientError} of the script's first statement that fails, with its place
 * @see Apache Flink, SQL client, option `-i,--init`
 */
export function initialization(location: string | undefined, standardInput: AsyncIterable<Uint8Array>) {
  let text: Promise<string> | undefined
  return async (configure: (statement: string) => Promise<void>): Promise<void> => {
    if (location === undefined) return
    text ??= readWhole(openScript(location, standardInput))
    for (const { text: statement, position } of splitStatements(await text)) {
      await configure(statement).catch((error: unknown) => {
        throw inPlace(error, location, position)
      })
    }
  }
}

/** What the gateway refused, with the place in the script before it. */
function inPlace(error: unknown, location: string, start: TextPosition): unknown {
  if (!isClientError(error) || error.kind !== 'refused') return error
  const { details, code, message } = error
  const { line, column } = inScript(error.position ?? { line: 1, column: 1 }, start)
  const more = { ...(details === undefined ? {} : { details }), ...(code === undefined ? {} : { code }) }
  return clientError('refused', `${location}:${line}:${column}: ${message}`, more)
}
