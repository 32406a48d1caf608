import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { FlinkHome } from '#scripts/peers/flink/install.js'
import { runJava } from '../../support/java-program.js'
import { runSqlClient } from '../sql-client.js'

/** What a client showed of each statement, in lines, in the order of the statements. */
export type Transcript = readonly (readonly string[])[]

const TRANSCRIPT = path.resolve(import.meta.dirname, '../../../../peers/flink/java/JdbcTranscript.java')
const PROMPT = 'Flink SQL> '
/** Where an answer begins: before it may stand what the client repeats of a long statement. */
const ANSWER = /\+-[-+]*\+\n|\[(?:INFO|ERROR|WARNING)\]|Empty set/
const ERROR_HEAD = /^\[ERROR\] Could not execute SQL statement\. Reason:\n/
const TIME_COST = / \([0-9.]+ seconds\)$/

/** Has the statements typed at Flink's sql-client; a failure does not end it. An error is a line `error …`, as in {@link jdbcTranscript}. */
export async function sqlClientTranscript(flink: FlinkHome, gateway: string, statements: readonly string[]): Promise<Transcript> {
  const typed = [...statements.map((statement) => `${statement};\n`), 'QUIT;\n'].join('')
  const { stdout } = await runSqlClient(flink, { gateway, typed })
  const answers = stdout.split(PROMPT).slice(1, statements.length + 1)
  return answers.map((answer) => {
    const text = answer.slice(Math.max(0, answer.search(ANSWER))).trim()
    return text.replace(TIME_COST, '').replace(ERROR_HEAD, 'error ').split('\n')
  })
}

/** Has the statements run by Flink's JDBC driver, with the driver's lists of catalogs and schemas behind them. */
export async function jdbcTranscript(flink: FlinkHome, gateway: string, statements: readonly string[]): Promise<Transcript> {
  const dir = mkdtempSync(path.join(tmpdir(), 'flink-jdbc-'))
  try {
    const file = path.join(dir, 'statements.sql')
    writeFileSync(file, statements.join('\n\n'))
    const { stdout } = await runJava({
      javaHome: flink.javaHome,
      source: TRANSCRIPT,
      classPath: flink.jdbcClassPath,
      args: [`jdbc:flink://${gateway}`, file],
    })
    const [, ...answers] = stdout.split(/^> .*\n/m)
    return answers.map((answer) => answer.trimEnd().split('\n'))
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
