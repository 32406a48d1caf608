import { describe, expect, test } from '@jest/globals'
import { clientError } from '../../src/error/client-error.js'
import { errorReport } from '../../src/error/error-report.js'

const refused = (message: string, line: number, column: number) =>
  clientError('refused', message, { position: { line, column }, code: 'STATEMENT.SYNTAX', details: 'all\nof it' })

describe('error/error-report', () => {
  test('says what is wrong in a line, with what it is about underlined', () => {
    const report = errorReport(refused('No such column (line 2, column 3)\n\nDid you mean "b"?', 2, 3), {
      statement: "SELECT 1,\n  größe_x + 'a'",
      isVerbose: false,
    })
    expect(report).toBe('[ERROR] No such column\n  2 |   größe_x + \'a\'\n    |   ^^^^^^^\nDid you mean "b"?')
  })

  test('tells the place in the script', () => {
    const origin = { name: 'a.sql', position: { line: 10, column: 5 } }
    expect(errorReport(refused('Bad', 1, 8), { statement: 'SELECT x', origin, isVerbose: false })).toBe(
      '[ERROR] a.sql:10:12: Bad\n  10 | SELECT x\n     |        ^',
    )
    expect(errorReport(refused('Bad', 2, 1), { statement: 'SELECT\r\nx', origin, isVerbose: false })).toBe(
      '[ERROR] a.sql:11:1: Bad\n  11 | x\n     | ^',
    )
    expect(errorReport(clientError('refused', 'Bad'), { statement: 'SELECT x', origin, isVerbose: false })).toBe('[ERROR] a.sql:10:5: Bad')
  })

  test('counts cells before what it underlines, and cuts long lines around it', () => {
    const statement = `SELECT '日本', x`
    expect(errorReport(refused('Bad', 1, 14), { statement, isVerbose: false })).toBe(
      `[ERROR] Bad\n  1 | ${statement}\n    | ${' '.repeat(15)}^`,
    )
    const long = `SELECT ${'a, '.repeat(100)}wrong, ${'b, '.repeat(100)}c`
    const [, text = '', marks = ''] = errorReport(refused('Bad', 1, 308), { statement: long, isVerbose: false }).split('\n')
    expect(text.length).toBeLessThan(110)
    expect(text.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1)).toBe('wrong')
  })

  test('shows all that is known where that is wanted', () => {
    expect(errorReport(refused('Bad', 1, 1), { statement: 'x', isVerbose: true })).toBe(
      '[ERROR] Bad\n  1 | x\n    | ^\nCode: STATEMENT.SYNTAX\n  all\n  of it',
    )
  })

  test('shows no place that is not in the statement', () => {
    expect(errorReport(refused('Bad', 7, 1), { statement: 'x', isVerbose: false })).toBe('[ERROR] Bad')
    expect(errorReport(refused('Bad', 1, 9), { statement: 'x', isVerbose: false })).toBe('[ERROR] Bad')
  })

  test('does not call it an error when the user stopped a statement', () => {
    expect(errorReport(clientError('canceled', 'Stopped.'), { isVerbose: true })).toBe('[INFO] Stopped.')
  })

  test('lets no text of a server move the cursor', () => {
    expect(errorReport(clientError('refused', 'a\u001b[2Jb'), { isVerbose: false })).toBe('[ERROR] a\\x1B[2Jb')
  })
})
