import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Answer } from '../client/answer.js'
import { ask } from '../client/ask.js'
import { openFlinkSession } from '../client/flink-client.js'
import { comparable } from './comparable.js'
import type { Script } from './script.js'

/** Where a script runs: a gateway and what its sessions are opened with. */
export interface Side {
  readonly url: string
  readonly properties: Readonly<Record<string, string>>
}

/** Runs a script in a session of its own and answers what each statement came to, in the form in which two sides are compared. */
export async function runScript({ url, properties }: Side, script: Script): Promise<readonly Answer[]> {
  const directory = mkdtempSync(path.join(tmpdir(), 'flink-script-'))
  const session = await openFlinkSession(url, properties)
  const answers: Answer[] = []
  try {
    for (const statement of script.statements) {
      const sql = statement.sql.replaceAll('<directory>', directory)
      const answer = await ask(session, sql, statement.take === undefined ? {} : { take: statement.take })
      answers.push(comparable(answer, statement, directory))
    }
    return answers
  } finally {
    await session.close()
    rmSync(directory, { recursive: true, force: true })
  }
}
