/** Something wrong in one place of the project. */
export interface Problem {
  /** Relative to the root; the file that has to change. */
  readonly file: string
  /** Counted from 1; absent when the whole file is meant. */
  readonly line?: number
  /** What is wrong and what would be right. */
  readonly message: string
}

/** What a check saw. */
export interface Findings {
  /** How many things were looked at. A check that looked at nothing has failed: its subject moved away. */
  readonly examined: number
  readonly problems: readonly Problem[]
}

/** One rule of the project that a program can verify. */
export interface Check {
  /** As written on the command line, in kebab-case. */
  readonly name: string
  /** What is counted in `Findings.examined`, in the plural. */
  readonly subject: string
  run(root: string): Findings
}

/** Runs a check and adds the problem that every check shares: that it found nothing to look at. */
export function runCheck(check: Check, root: string): Findings {
  const findings = check.run(root)
  if (findings.examined > 0) return findings
  return {
    examined: 0,
    problems: [...findings.problems, { file: '.', message: `the check ${check.name} found no ${check.subject} to examine` }],
  }
}

/** A problem as one line of text that editors can jump to. */
export function problemText(problem: Problem): string {
  return `${problem.file}${problem.line === undefined ? '' : `:${problem.line}`}: ${problem.message}`
}
