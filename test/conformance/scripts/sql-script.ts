/** A statement of a script, with what the script says that it answers: lines that begin with `--> ` or `--! `. */
export interface ScriptStep {
  /** Without the closing `;`. */
  readonly statement: string
  readonly expected: readonly string[]
}

/** Answers a statement with the lines that belong under it. */
export type AnswerStatement = (statement: string) => Promise<readonly string[]>

const ANSWER = /^--[>!] ?/

/**
 * Reads a script: statements that end with a `;` at the end of a line, each with its answer below it. Other comments and empty
 * lines are for people.
 */
export function readScript(script: string): readonly ScriptStep[] {
  const steps: { statement: string; expected: string[] }[] = []
  let open = ''
  for (const line of script.split('\n')) {
    if (ANSWER.test(line)) steps.at(-1)?.expected.push(line)
    else if (open !== '' || !/^(--|\s*$)/.test(line)) {
      open = open === '' ? line : `${open}\n${line}`
      if (!line.trimEnd().endsWith(';')) continue
      steps.push({ statement: open.trimEnd().slice(0, -1), expected: [] })
      open = ''
    }
  }
  if (open !== '') throw new TypeError(`A statement of the script has no end: ${open}`)
  return steps
}

/** The script with its answers replaced by those that are given now; what was right stays as it is. */
export async function answeredScript(script: string, answer: AnswerStatement): Promise<string> {
  const lines: string[] = []
  let open = ''
  for (const line of script.split('\n')) {
    if (ANSWER.test(line)) continue
    lines.push(line)
    if (open === '' && /^(--|\s*$)/.test(line)) continue
    open = open === '' ? line : `${open}\n${line}`
    if (!line.trimEnd().endsWith(';')) continue
    lines.push(...(await answer(open.trimEnd().slice(0, -1))))
    open = ''
  }
  return lines.join('\n')
}

/** A row or the names of columns as a line. */
export function rowLine(values: readonly (string | null)[]): string {
  return `--> ${values.map((value) => (value === null ? 'NULL' : value.replaceAll('\n', '\\n'))).join(' | ')}`.trimEnd()
}

/** An error as a line: its text up to the end of the first line. */
export function errorLine(text: string): string {
  return `--! ${text.split('\n')[0]}`
}
