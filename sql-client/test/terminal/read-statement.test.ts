import { describe, expect, test } from '@jest/globals'
import { createTestShell } from './support/shell.js'

const PROMPT = { prompt: 'SQL> ' }

/** What a terminal sends for a paste. */
function paste(text: string): string {
  return `\x1b[200~${text.replaceAll('\n', '\r')}\x1b[201~`
}

describe('reading a statement', () => {
  test('shows what is typed, over several lines, and gives it whole', async () => {
    await using shell = createTestShell()
    const { memory, terminal } = shell
    const read = terminal.readStatement(PROMPT)
    await memory.until('SQL>')
    memory.send('select 1\rfrom t')
    await memory.until('from t')
    expect(memory.lines()).toEqual(['SQL> select 1', '   > from t'])
    expect(memory.cursor()).toEqual({ row: 1, column: 11 })
    memory.send(';\r')
    expect(await read).toEqual({ kind: 'statement', text: 'select 1\nfrom t;' })
    await memory.settled()
    expect(memory.cursor()).toEqual({ row: 2, column: 0 })
  })

  test('puts the cursor where it is among wide characters, emoji and combining marks', async () => {
    await using shell = createTestShell()
    const { memory, terminal } = shell
    void terminal.readStatement(PROMPT)
    memory.send("'日本👩‍👩‍👧e\u0301x'")
    await memory.until("x'")
    expect(memory.lines()).toEqual(["SQL> '日本👩‍👩‍👧e\u0301x'"])
    expect(memory.cursor().column).toBe(5 + 1 + 4 + 2 + 1 + 1 + 1)
    memory.send('\x1b[D\x1b[D\x1b[D\x7f')
    await memory.until("'日本e\u0301x'")
    expect(memory.cursor().column).toBe(10)
  })

  test('wraps long lines, also where a wide character does not fit', async () => {
    await using shell = createTestShell({ columns: 10 })
    const { memory, terminal } = shell
    void terminal.readStatement(PROMPT)
    memory.send('aaaa日b')
    await memory.until('日')
    expect(memory.lines()).toEqual(['SQL> aaaa', '日b'])
    memory.send('\x15abcde')
    await memory.until('abcde')
    expect(memory.lines()).toEqual(['SQL> abcde'])
    expect(memory.cursor()).toEqual({ row: 1, column: 0 })
    memory.send('f\x01')
    await memory.until((screen) => screen === 'SQL> abcde\nf')
    await memory.settled()
    expect(memory.cursor()).toEqual({ row: 0, column: 5 })
  })

  test.each([1, 2, 3, 4, 7])('works in a terminal of %d columns', async (columns) => {
    await using shell = createTestShell({ columns, rows: 30 })
    const { memory, terminal } = shell
    const read = terminal.readStatement(PROMPT)
    memory.send(paste('日👍\tab;'))
    await memory.until(';')
    memory.send('\x7f\x7f\x7f')
    await memory.settled()
    memory.send('x;\r')
    expect(await read).toEqual({ kind: 'statement', text: '日👍\tx;' })
    await memory.until((screen) => screen.replaceAll(/\s/g, '').endsWith('x;'))
  })

  test('shows the part around the cursor of what is longer than the screen, and all of it at the end', async () => {
    await using shell = createTestShell({ rows: 6 })
    const { memory, terminal } = shell
    const read = terminal.readStatement(PROMPT)
    memory.send(paste(`${Array.from({ length: 20 }, (_, i) => `line ${i}`).join('\n')};`))
    await memory.until('line 19;')
    expect(memory.lines()).toEqual([14, 15, 16, 17, 18, 19].map((i) => `   > line ${i}${i === 19 ? ';' : ''}`))
    memory.send('\x1b[A'.repeat(10))
    await memory.until('line 6')
    expect(memory.lines()).toEqual([6, 7, 8, 9, 10, 11].map((i) => `   > line ${i}`))
    expect(memory.cursor().row).toBe(3)
    memory.send('\x1b<')
    await memory.until('line 0')
    expect(memory.lines()).toEqual([0, 1, 2, 3, 4, 5].map((i) => `${i === 0 ? 'SQL' : '   '}> line ${i}`))
    memory.send('\r')
    await read
    await memory.settled()
    expect(memory.everything()).toEqual(Array.from({ length: 20 }, (_, i) => `${i === 0 ? 'SQL' : '   '}> line ${i}${i === 19 ? ';' : ''}`))
  })

  test('takes a paste of many statements as one text', async () => {
    await using shell = createTestShell()
    const { memory, terminal } = shell
    const read = terminal.readStatement(PROMPT)
    memory.send(paste("select 1;\n\tselect ';';\nselect 3;\n"))
    await memory.until('select 3;')
    memory.send('\r')
    expect(await read).toEqual({ kind: 'statement', text: "select 1;\n\tselect ';';\nselect 3;\n" })
  })

  test('gives what comes without the marks of a paste statement by statement', async () => {
    await using shell = createTestShell()
    const { memory, terminal } = shell
    const first = terminal.readStatement(PROMPT)
    memory.send('select 1;\rselect\t2\r  from t;\rselect 3')
    expect(await first).toEqual({ kind: 'statement', text: 'select 1;' })
    await terminal.output.write('one\n')
    expect(await terminal.readStatement(PROMPT)).toEqual({ kind: 'statement', text: 'select\t2\n  from t;' })
    await terminal.output.write('two\n')
    const third = terminal.readStatement(PROMPT)
    await memory.until('select 3')
    memory.send(';\r')
    expect(await third).toEqual({ kind: 'statement', text: 'select 3;' })
    await memory.settled()
    expect(memory.lines()).toEqual(
      ['SQL> select 1;', 'one', 'SQL> select  2', '   >   from t;', 'two', 'SQL> select 3;'].map((line) =>
        line.replace('select  2', 'select    2'),
      ),
    )
  })

  test('takes a megabyte', async () => {
    await using shell = createTestShell()
    const { memory, terminal } = shell
    const read = terminal.readStatement(PROMPT)
    const text = `select '${'日本 text '.repeat(70_000)}';`
    memory.send(paste(text))
    await memory.until("';")
    memory.send('x\x7f\r')
    expect(await read).toEqual({ kind: 'statement', text })
  })

  test('drops what is typed on ctrl-c, and ends on ctrl-d where nothing is', async () => {
    await using shell = createTestShell()
    const { memory, terminal } = shell
    const first = terminal.readStatement(PROMPT)
    memory.send('select 1')
    await memory.until('select 1')
    memory.send('\x03')
    expect(await first).toEqual({ kind: 'interrupted' })
    const second = terminal.readStatement(PROMPT)
    memory.send('\x04')
    expect(await second).toEqual({ kind: 'end' })
    await memory.settled()
    expect(memory.lines()).toEqual(['SQL> select 1', 'SQL>'])
  })

  test('begins with the text that it is given', async () => {
    await using shell = createTestShell()
    const read = shell.terminal.readStatement({ ...PROMPT, initial: 'select 1;' })
    await shell.memory.until('SQL> select 1;')
    shell.memory.send('\r')
    expect(await read).toEqual({ kind: 'statement', text: 'select 1;' })
  })

  test('recalls statements and finds them', async () => {
    await using shell = createTestShell()
    const { memory, terminal } = shell
    for (const statement of ['select 1;', 'show\ntables;']) {
      const read = terminal.readStatement(PROMPT)
      memory.send(paste(statement))
      memory.send('\r')
      await read
    }
    const read = terminal.readStatement(PROMPT)
    memory.send('\x1b[A')
    await memory.until((screen) => screen.endsWith('SQL> show\n   > tables;'))
    memory.send('\x12SEL')
    await memory.until('search history: SEL')
    expect(memory.lines().slice(-2)).toEqual(['SQL> select 1;', 'search history: SEL'])
    memory.send('x')
    await memory.until('not in history: SELx')
    memory.send('\x7f\r')
    expect(await read).toEqual({ kind: 'statement', text: 'select 1;' })
    await memory.settled()
    expect(memory.lines().at(-1)).toBe('SQL> select 1;')
  })

  test('follows the size of the terminal', async () => {
    await using shell = createTestShell({ columns: 40 })
    const { memory, terminal } = shell
    await terminal.output.write('before\n')
    const read = terminal.readStatement(PROMPT)
    memory.send('select aaaaaaaaaa, bbbbbbbbbb,\rcccccccccc, dddddddddd')
    await memory.until('dddd')
    memory.resize(20, 12)
    await memory.until((screen) => screen.endsWith('SQL> select aaaaaaaa\naa, bbbbbbbbbb,\n   > cccccccccc, ddd\nddddddd'))
    expect(memory.lines()).toHaveLength(5)
    memory.resize(60, 12)
    await memory.until((screen) => screen === 'before\nSQL> select aaaaaaaaaa, bbbbbbbbbb,\n   > cccccccccc, dddddddddd')
    memory.send('\x15\x15\x15\x15;\r')
    expect(await read).toMatchObject({ kind: 'statement' })
  })

  test('clears the screen on ctrl-l and keeps the statement', async () => {
    await using shell = createTestShell()
    const { memory, terminal } = shell
    await terminal.output.write('old\nolder\n')
    void terminal.readStatement(PROMPT)
    memory.send('select 1')
    await memory.until('select 1')
    memory.send('\x0c')
    await memory.until((screen) => screen === 'SQL> select 1')
    expect(memory.cursor()).toEqual({ row: 0, column: 13 })
  })

  test('begins on a line of its own', async () => {
    await using shell = createTestShell()
    await shell.terminal.output.write('no line end')
    void shell.terminal.readStatement(PROMPT)
    await shell.memory.until((screen) => screen === 'no line end\nSQL>')
  })

  test('colours statements, and does not where NO_COLOR is set', async () => {
    await using colourful = createTestShell()
    void colourful.terminal.readStatement(PROMPT)
    colourful.memory.send("select 'x'")
    await colourful.memory.until("'x'")
    expect(colourful.memory.written()).toContain('\x1b[34mselect\x1b[39m')
    await using plain = createTestShell({ environment: { NO_COLOR: '1' } })
    void plain.terminal.readStatement(PROMPT)
    plain.memory.send("select 'x'")
    await plain.memory.until("'x'")
    expect(plain.memory.written()).toContain("SQL> select 'x'")
  })

  test('ends when the terminal goes away', async () => {
    await using shell = createTestShell()
    const read = shell.terminal.readStatement(PROMPT)
    shell.memory.send('select 1')
    await shell.memory.until('select 1')
    shell.memory.input.emit('end')
    expect(await read).toEqual({ kind: 'end' })
    expect(await shell.terminal.readStatement(PROMPT)).toEqual({ kind: 'end' })
  })
})

describe('completion', () => {
  test('lets typing go on while it asks, and drops the answer for a text that is no more', async () => {
    await using shell = createTestShell()
    const { memory, terminal, asked } = shell
    void terminal.readStatement(PROMPT)
    memory.send('sel\tx')
    await memory.until('selx')
    expect(asked.map(({ text, signal }) => [text, signal.aborted])).toEqual([['sel', true]])
    asked[0]?.answer(['SELECT'])
    memory.send('y')
    await memory.until('selxy')
  })

  test('puts the only candidate into the text', async () => {
    await using shell = createTestShell()
    const { memory, terminal, asked } = shell
    void terminal.readStatement(PROMPT)
    memory.send('select * from cus\t')
    await memory.until('cus')
    asked[0]?.answer(['customer'])
    await memory.until('SQL> select * from customer')
  })

  test('lists several, selects with tab, and takes the list away with the next key', async () => {
    await using shell = createTestShell({ columns: 40 })
    const { memory, terminal, asked } = shell
    void terminal.readStatement(PROMPT)
    memory.send('cus\t')
    await memory.until('cus')
    asked[0]?.answer(['customer', 'customer_id', 'customer_name', 'custom'])
    await memory.until((screen) => screen === 'SQL> custom\ncustomer       customer_id\ncustomer_name  custom')
    memory.send('\t\t')
    await memory.until('SQL> customer_id')
    expect(memory.reversed(1)).toBe('customer_id  ')
    memory.send(',')
    await memory.until((screen) => screen === 'SQL> customer_id,')
  })

  test('shows some of very many, those around the selected', async () => {
    await using shell = createTestShell({ columns: 10, rows: 12 })
    const { memory, terminal, asked } = shell
    void terminal.readStatement(PROMPT)
    memory.send('c\t')
    await memory.until('c')
    asked[0]?.answer(Array.from({ length: 100 }, (_, i) => `c${i}_日本`))
    await memory.until('100 cand')
    expect(memory.lines()).toEqual(['SQL> c', 'c0_日本', 'c1_日本', 'c2_日本', 'c3_日本', 'c4_日本', '… 100 cand'])
    memory.send('\x1b[Z')
    await memory.until('SQL> c99_')
    expect(memory.lines().slice(-2)).toEqual(['c99_日本', '… 100 cand'])
  })

  test('says nothing when the gateway does not answer', async () => {
    await using shell = createTestShell()
    const { memory, terminal, asked } = shell
    const read = terminal.readStatement(PROMPT)
    memory.send('x\t')
    await memory.until('SQL> x')
    asked[0]?.answer([])
    memory.send(';\r')
    expect(await read).toEqual({ kind: 'statement', text: 'x;' })
  })
})

describe('suggestions', () => {
  test('come in a pause, change nothing, and are narrowed by what is typed on', async () => {
    await using shell = createTestShell({ columns: 40, suggests: true })
    const { memory, terminal, asked, clock } = shell
    const read = terminal.readStatement(PROMPT)
    memory.send('from cu')
    await memory.until('cu')
    expect(asked).toHaveLength(0)
    await clock.advance(150)
    expect(asked.map(({ text }) => text)).toEqual(['from cu'])
    asked[0]?.answer(['customer', 'customers', 'currency'])
    await memory.until((screen) => screen === 'SQL> from cu\ncustomer   customers  currency')
    memory.send('s')
    await memory.until((screen) => screen === 'SQL> from cus\ncustomer   customers')
    memory.send('\x1b[A')
    await memory.until((screen) => screen === 'SQL> from cus')
    memory.send(';\r')
    expect(await read).toEqual({ kind: 'statement', text: 'from cus;' })
    expect(clock.pendingTimers).toBe(0)
  })

  test('are taken by tab, first what they have in common, and left alone by enter', async () => {
    await using shell = createTestShell({ columns: 40, suggests: true })
    const { memory, terminal, asked, clock } = shell
    const read = terminal.readStatement(PROMPT)
    memory.send('from cus')
    await memory.until('cus')
    await clock.advance(150)
    asked[0]?.answer(['customer_a', 'customer_b'])
    await memory.until('customer_a')
    memory.send('\t')
    await memory.until('SQL> from customer_\n')
    memory.send('\t')
    await memory.until('SQL> from customer_a\n')
    memory.send(';')
    await memory.until((screen) => screen === 'SQL> from customer_a;')
    memory.send('\x7f')
    await memory.until((screen) => screen === 'SQL> from customer_a')
    await clock.advance(150)
    asked[1]?.answer(['customer_a', 'customer_ab'])
    await memory.until('customer_ab')
    memory.send('\r')
    await memory.until((screen) => screen === 'SQL> from customer_a\n   >')
    memory.send(';\r')
    expect(await read).toEqual({ kind: 'statement', text: 'from customer_a\n;' })
  })

  test('are not asked for within texts and comments, for one letter, in a word, or after a paste', async () => {
    await using shell = createTestShell({ suggests: true })
    const { memory, terminal, asked, clock } = shell
    void terminal.readStatement(PROMPT)
    for (const typed of ["select 'abc", '-- abc', '/* abc', 'a', '\x1b[200~select abc\x1b[201~', 'abcd\x1b[D\x1b[Dx']) {
      memory.send(typed)
      await memory.settled()
      await clock.advance(1_000)
      memory.send('\x05\x15')
      await clock.advance(1_000)
    }
    expect(asked).toEqual([])
  })
})
