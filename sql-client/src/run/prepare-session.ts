import { isClientError } from '../error/client-error.js'
import { openScript, readWhole } from '../script/script-source.js'
import { type ScriptStatement, splitStatements } from '../script/statement-splitter.js'

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
    for (const statement of splitStatements(await text)) {
      await configure(statement.text).catch((error: unknown) => {
        throw inPlace(error, location, statement)
      })
    }
  }
}

/** What the gateway refused, with the statement and its place in the script. */
function inPlace(error: unknown, name: string, { text, position }: ScriptStatement): unknown {
  return isClientError(error) && error.kind === 'refused'
    ? Object.assign(error, { subject: { statement: text, origin: { name, position } } })
    : error
}
