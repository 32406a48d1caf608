import type { Answer, AnswerPages, AnswerRow } from '../client/answer.js'
import type { ScriptStatement } from './script.js'

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
const JOB = /\b[0-9a-f]{32}\b/g

/**
 * What of an answer has to be the same wherever the statement ran: without handles, job ids, folders and what the script calls volatile.
 * Of a statement that failed only the failure is left: how many pages came before is chance.
 */
export function comparable(answer: Answer, statement: ScriptStatement, directory: string): Answer {
  const plain: Answer = withoutChance(answer, directory)
  if (plain.error !== undefined)
    return { hasJob: false, columns: [], json: { rows: [] }, text: { rows: [] }, ended: false, error: plain.error }
  return { ...plain, json: pages(plain.json, statement), text: pages(plain.text, statement) }
}

function withoutChance(answer: Answer, directory: string): Answer {
  const text = JSON.stringify(answer).replaceAll(directory, '<directory>').replaceAll(UUID, '<handle>').replaceAll(JOB, '<job>')
  return JSON.parse(text)
}

function pages({ rows, ...rest }: AnswerPages, { isUnordered, isFolded, isVolatile }: ScriptStatement): AnswerPages {
  if (isVolatile) return { rows: rows.slice(0, 1).map(({ kind }) => ({ kind, fields: [] })), ...rest }
  if (isFolded) return { rows: folded(rows).toSorted(byText), ...rest }
  return { rows: isUnordered ? rows.toSorted(byText) : rows, ...rest }
}

function byText(a: AnswerRow, b: AnswerRow): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1
}

/** What is left when every row taken back is taken away. */
function folded(rows: readonly AnswerRow[]): readonly AnswerRow[] {
  const left: AnswerRow[] = []
  for (const { kind, fields } of rows) {
    const row: AnswerRow = { kind: 'INSERT', fields }
    const text = JSON.stringify(row)
    if (kind === 'INSERT' || kind === 'UPDATE_AFTER') left.push(row)
    else
      left.splice(
        left.findIndex((other) => JSON.stringify(other) === text),
        1,
      )
  }
  return left
}
