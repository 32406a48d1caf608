/** What a program of checks printed: a line `ok<TAB>name` or `FAIL<TAB>name<TAB>what happened` for each. */
export interface CheckLines {
  readonly passed: readonly string[]
  readonly failed: readonly string[]
}

/** Reads the lines of a program of checks; others are left out. */
export function readCheckLines(output: string): CheckLines {
  const lines = output.split('\n')
  return {
    passed: lines.filter((line) => line.startsWith('ok\t')).map((line) => line.slice('ok\t'.length)),
    failed: lines.filter((line) => line.startsWith('FAIL\t')).map((line) => line.slice('FAIL\t'.length)),
  }
}
