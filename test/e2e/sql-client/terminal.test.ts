import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { freePort } from '#scripts/process/free-port.js'
import type { PseudoTerminal } from '../../support/pseudo-terminal.js'
import { CLIENT, startGateway } from './client-process.js'
import { openClient, openShell } from './client-terminal.js'

let home: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'sql-client-terminal-'))
})

afterEach(async () => await rm(home, { recursive: true, force: true, maxRetries: 5 }))

/** Types a statement and waits for the next prompt behind what it shows. */
async function run(terminal: PseudoTerminal, statement: string, shows: string | RegExp): Promise<void> {
  terminal.type(`${statement}\r`)
  await terminal.until((screen) => {
    const since = screen.slice(screen.lastIndexOf(statement.slice(-20)))
    return (typeof shows === 'string' ? since.includes(shows) : shows.test(since)) && since.endsWith('\nSQL>')
  })
}

describe('the SQL client on a terminal', () => {
  test('answers what is typed, and gives the terminal back as it was', async () => {
    await using terminal = await openClient({ home })
    expect(terminal.modes()).toEqual({ isBracketedPaste: true, isFullScreen: false })
    terminal.type('SELECT 41 + 1\r')
    await terminal.until('   >')
    await run(terminal, 'AS answer;', '42')
    terminal.press('ctrl-d')
    expect(await terminal.exit).toEqual({ code: 0, signal: undefined })
    expect(terminal.modes()).toEqual({ isBracketedPaste: false, isFullScreen: false })
    expect(terminal.cursor().column).toBe(0)
  })

  test('completes names by the gateway', async () => {
    await using terminal = await openClient({ home })
    await run(terminal, 'CREATE TABLE customers (customer_id INT);', 'succeeded')
    terminal.type('select * from custo')
    await terminal.until('custo')
    terminal.press('tab')
    await terminal.until('SQL> select * from customers')
    terminal.press('ctrl-u')
    terminal.type('INSERT INTO customers VALUES (1);\r')
    await terminal.until((screen) => screen.endsWith('\nSQL>'))
    terminal.type('SHOW CUR')
    await terminal.until('SHOW CUR')
    terminal.press('tab')
    await terminal.until('SHOW CURRENT')
  })

  test('lists names in pauses of typing, until told not to', async () => {
    await using terminal = await openClient({ home })
    await run(terminal, 'CREATE TABLE customers (id INT);', 'succeeded')
    await run(terminal, 'CREATE TABLE customs (id INT);', 'succeeded')
    terminal.type('FROM cust')
    await terminal.until(/SQL> FROM cust\n.*customers.*customs|SQL> FROM cust\n.*customs.*customers/)
    terminal.type('oms;\r')
    await terminal.until(/SQL> FROM customs;\n[\s\S]*\nSQL>$/)
    await run(terminal, "SET 'sql-client.display.suggestions' = 'false';", 'succeeded')
    terminal.type('FROM cust')
    await terminal.until((screen) => screen.endsWith('SQL> FROM cust'))
    terminal.press('tab')
    await terminal.until('SQL> FROM custom')
  })

  test('keeps the history over restarts, for its owner alone', async () => {
    await using first = await openClient({ home })
    await run(first, "SELECT 'first';", '1 row')
    first.type("SELECT 'sec\r")
    await first.until('   >')
    await run(first, "ond';", '1 row')
    first.type('quit\r')
    expect(await first.exit).toMatchObject({ code: 0 })
    const file = join(home, '.local/state/sql-gateway/history')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readFile(file, 'utf8')).toBe('"SELECT \'first\';"\n"SELECT \'sec\\nond\';"\n"quit"\n')
    await using second = await openClient({ home })
    second.press('up', 'up')
    await second.until("SQL> SELECT 'sec\n   > ond';")
    second.press('ctrl-c')
    await second.until((screen) => screen.endsWith('\nSQL>'))
    second.press('ctrl-r')
    second.type('irst')
    await second.until("SQL> SELECT 'first';\nsearch history: irst")
    second.press('enter')
    await second.until('| first')
  })

  test('runs pasted statements in order', async () => {
    await using terminal = await openClient({ home })
    terminal.paste(
      "CREATE TABLE t (i INT);\n-- a comment; not a statement\nINSERT INTO t VALUES (1), (2);\n\tSELECT count(*) AS n, ';' AS s FROM t;",
    )
    await terminal.until('FROM t;')
    terminal.press('enter')
    await terminal.until(/\| 2 \| ;/)
    await run(terminal, 'SELECT max(i) AS most FROM t;', '1 row')
  })

  test('cancels a statement on ctrl-c and keeps the session', async () => {
    await using terminal = await openClient({ home })
    await run(terminal, 'CREATE TEMP TABLE mine AS SELECT 7 AS i;', '1 row')
    terminal.type('SELECT count(*) FROM range(1000000000000) a;\r')
    await terminal.until('Ctrl-C cancels')
    terminal.press('ctrl-c')
    // The statement itself would go on for hours.
    await terminal.until((screen) => /cancel[^C]*\nSQL>$/.test(screen))
    await run(terminal, 'SELECT i FROM mine;', '| 7 |')
  })

  test('keeps what is typed while a statement runs for the next one', async () => {
    await using terminal = await openClient({ home })
    terminal.type('SELECT count(*) FROM range(1000000000000) a;\r')
    await terminal.until('Ctrl-C cancels')
    terminal.press('ctrl-c')
    terminal.type("SELECT 'typed ahead' AS t;\r")
    await terminal.until('| typed ahead |')
  })

  test('shows wide characters in any width', async () => {
    await using terminal = await openClient({ home, columns: 40, rows: 30 })
    await run(terminal, "SELECT '日本語👩‍👩‍👧' AS w, 'e\u0301' AS c;", '| 日本語👩‍👩‍👧 | e\u0301 |')
    expect(terminal.screen().filter((line) => /^[+|]/.test(line))).toEqual([
      ...['+----------+---+', '| w        | c |', '+----------+---+', '| 日本語👩‍👩‍👧 | e\u0301 |', '+----------+---+'],
    ])
    for (const columns of [20, 7, 2, 1, 60]) terminal.resize(columns, 30)
    terminal.press('ctrl-l')
    await terminal.until(/^SQL>$/)
    terminal.resize(6, 30)
    terminal.press('ctrl-l')
    await terminal.until((screen) => screen.startsWith('> ') || screen === '>')
    terminal.type("SELECT '日' AS w;\r")
    // Wider than the screen: the pager shows it.
    await terminal.until(/^lines$/m)
    terminal.press('right')
    await terminal.until((screen) => screen.startsWith('s in s') || !screen.startsWith('+'))
    terminal.type('q')
    await terminal.until((screen) => screen.endsWith('\n>'))
    terminal.resize(80, 30)
    terminal.press('ctrl-l')
    await terminal.until(/^SQL>$/)
    await run(terminal, 'SELECT 1 AS after;', '1 row in set')
  })

  test('takes a megabyte of text, and shows one', async () => {
    await using terminal = await openClient({ home })
    terminal.paste(`SELECT length('${'日本 text '.repeat(130_000)}') AS n;`)
    await terminal.until("') AS n;")
    terminal.press('enter')
    await terminal.until('1040000')
    terminal.type("SELECT repeat('x', 1000000) AS x;\r")
    await terminal.until(/lines 1-|xxx/)
    terminal.type('q')
    await terminal.until((screen) => screen.endsWith('\nSQL>'))
  })

  test('shows long results through the pager', async () => {
    await using terminal = await openClient({ home, rows: 10 })
    terminal.type('SELECT i FROM range(1000) t(i);\r')
    await terminal.until('lines 1-9 of')
    expect(terminal.modes().isFullScreen).toBe(true)
    terminal.type('G')
    await terminal.until('1000 rows in set')
    terminal.type('q')
    await terminal.until((screen) => screen.endsWith('\nSQL>'))
    expect(terminal.modes().isFullScreen).toBe(false)
    expect(terminal.screen().join('\n')).toContain('1000 rows in set')
  })

  test('says that rows are left out when the pager is left before the end', async () => {
    await using terminal = await openClient({ home, rows: 10 })
    terminal.type('SELECT i FROM range(20000000) t(i);\r')
    await terminal.until(/lines 1-9 of \d+\+/)
    terminal.type('q')
    await terminal.until(/\[INFO\] Stopped after \d+ rows\.\nSQL>$/)
  })

  test('stops in the shell on ctrl-z and goes on where it was', async () => {
    await using shell = await openShell({ home })
    shell.type(`bind 'set enable-bracketed-paste off'; ${CLIENT}\r`)
    await shell.until(/^SQL>$/m)
    shell.type('SELECT 1,\r2')
    await shell.until('   > 2')
    shell.press('ctrl-z')
    await shell.until(/Stopped/)
    expect(shell.modes().isBracketedPaste).toBe(false)
    shell.type('clear\r')
    await shell.until((screen) => /^\$$/.test(screen))
    shell.type('fg\r')
    await shell.until((screen) => screen.endsWith('SQL> SELECT 1,\n   > 2'))
    expect(shell.screen().filter((line) => line.includes('SELECT 1,'))).toHaveLength(1)
    await run(shell, ';', '| 1 | 2 |')
    shell.press('ctrl-d')
    await shell.until((screen) => screen.endsWith('\n$'))
    shell.type('echo end $?\r')
    await shell.until('end 0')
  })

  test.each(['SIGTERM', 'SIGHUP'] as const)('ends in order on %s', async (signal) => {
    await using terminal = await openClient({ home })
    terminal.type('SELECT 1')
    await terminal.until('SELECT 1')
    process.kill(terminal.pid, signal)
    await terminal.exit
    expect(terminal.modes()).toEqual({ isBracketedPaste: false, isFullScreen: false })
  })

  test('writes no control sequence to a terminal that knows none', async () => {
    await using terminal = await openClient({ home, environment: { TERM: 'dumb' } })
    terminal.type('SELECT 1 AS one;\r')
    await terminal.until('|   1 |')
    terminal.press('ctrl-d')
    await terminal.exit
    expect(terminal.written()).not.toContain('\x1b')
  })

  test('writes no colours where NO_COLOR is set', async () => {
    await using terminal = await openClient({ home, environment: { NO_COLOR: '1' } })
    await run(terminal, 'SELECT 1 AS one;', '1 row')
    for (const code of ['1', '32', '34', '35', '90']) expect(terminal.written()).not.toContain(`\x1b[${code}m`)
  })
})

describe('the views of the SQL client', () => {
  test('show the table that a stream makes until the user leaves', async () => {
    await using terminal = await openClient({ home, rows: 12 })
    await run(terminal, "SET 'sql-client.execution.result-mode' = 'table';", 'succeeded')
    terminal.type('SELECT i, i * i AS square FROM range(100) t(i);\r')
    await terminal.until(/100 rows.*finished[\s\S]*\n99 {4}9801\n.+$/)
    expect(terminal.modes().isFullScreen).toBe(true)
    terminal.press('home')
    await terminal.until('page 1 of')
    terminal.resize(12, 6)
    await terminal.until((screen) => /^ Table {3}100\b/.test(screen))
    terminal.type('q')
    await terminal.until((screen) => screen.trim().endsWith('SQL>'))
    expect(terminal.modes().isFullScreen).toBe(false)
  })

  test('show changes with their kinds', async () => {
    await using terminal = await openClient({ home, rows: 12 })
    await run(terminal, "SET 'sql-client.execution.result-mode' = 'changelog';", 'succeeded')
    await run(terminal, "SET 'execution.runtime-mode' = 'streaming';", 'succeeded')
    terminal.type("SELECT 'a' AS word;\r")
    await terminal.until(/finished.*\nop {2}word\n\+I {2}a\n/)
    terminal.press('ctrl-c')
    await terminal.until((screen) => screen.endsWith('\nSQL>'))
  })
})

describe('the SQL client at a gateway that goes away', () => {
  test('says so, keeps what was typed, and goes on at the next one, saying that the session is new', async () => {
    await using terminal = await openAtGateway()
    await run(terminal.client, 'CREATE TEMP TABLE mine AS SELECT 7 AS i;', '1 row')
    await terminal.stopGateway()
    terminal.client.type('SELECT 42 AS answer;\r')
    await terminal.client.until((screen) => /\[ERROR\][\s\S]*\nSQL> SELECT 42 AS answer;$/.test(screen))
    await terminal.startAgain()
    terminal.client.press('enter')
    await terminal.client.until(/new session[\s\S]*\| {5}42 \|[\s\S]*\nSQL>$/i)
    await run(terminal.client, 'FROM mine;', '[ERROR]')
  })
})

interface ClientAtGateway extends AsyncDisposable {
  readonly client: PseudoTerminal
  stopGateway(): Promise<void>
  /** Starts another gateway at the same address. */
  startAgain(): Promise<void>
}

async function openAtGateway(): Promise<ClientAtGateway> {
  // A port that nobody else comes by between the two gateways.
  const port = { 'sql-gateway.endpoint.rest.port': String(await freePort()) }
  let gateway = await startGateway(port)
  const { url } = gateway
  const client = await openClient({ home, words: ['-e', url] })
  return {
    client,
    stopGateway: async () => await gateway[Symbol.asyncDispose](),
    startAgain: async () => {
      gateway = await startGateway(port)
    },
    [Symbol.asyncDispose]: async () => {
      await client[Symbol.asyncDispose]()
      await gateway[Symbol.asyncDispose]()
    },
  }
}
