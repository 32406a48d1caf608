import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Clock, SYSTEM_CLOCK } from '@sql-gateway/gateway-common'
import { createHistoryFile } from '../../src/terminal/history/history-file.js'
import { createStatementHistory } from '../../src/terminal/history/statement-history.js'

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sql-client-history-'))
  file = path.join(folder, 'state', 'history')
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

/** A history as a client has it that begins now. */
async function open(): Promise<ReturnType<typeof createStatementHistory>> {
  const history = createStatementHistory(createHistoryFile(file, SYSTEM_CLOCK))
  await history.loaded
  return history
}

describe('the history', () => {
  test('outlives the client, with statements of several lines', async () => {
    const first = await open()
    first.add('select 1;')
    first.add("select '\u2028日本'\n  from t;")
    await first.saved()
    expect((await open()).entries).toEqual(['select 1;', "select '\u2028日本'\n  from t;"])
  })

  test('is for nobody else to read, even if it was', async () => {
    const history = await open()
    history.add('select 1;')
    await history.saved()
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700)
    await chmod(file, 0o644)
    history.add('select 2;')
    await history.saved()
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  test('has each statement once, where it was used last', async () => {
    const history = await open()
    for (const statement of ['a;', 'b;', 'a;  ', ' ', 'c;', 'b;']) history.add(statement)
    expect(history.entries).toEqual(['a;', 'c;', 'b;'])
    await history.saved()
    expect((await open()).entries).toEqual(['a;', 'c;', 'b;'])
  })

  test('keeps what begins with a blank out of the file', async () => {
    const history = await open()
    history.add(" create catalog c with ('password' = 'x');")
    history.add('select 1;')
    await history.saved()
    expect(history.entries).toHaveLength(2)
    expect(await readFile(file, 'utf8')).toBe('"select 1;"\n')
  })

  test('holds what all clients wrote that ran at the same time', async () => {
    const clients = await Promise.all([open(), open(), open()])
    for (let i = 0; i < 20; i++) for (const [n, client] of clients.entries()) client.add(`client ${n}, statement ${i};`)
    await Promise.all(clients.map((client) => client.saved()))
    const { entries } = await open()
    expect(entries).toHaveLength(60)
    for (const n of [0, 1, 2]) {
      expect(entries.filter((entry) => entry.startsWith(`client ${n}`))).toEqual(
        Array.from({ length: 20 }, (_, i) => `client ${n}, statement ${i};`),
      )
    }
  })

  test('is written anew when it has grown, without what another client adds meanwhile being lost', async () => {
    const lines = Array.from({ length: 100 }, (_, i) => `${JSON.stringify(`select ${i % 5};`)}\n`)
    const first = createHistoryFile(file, SYSTEM_CLOCK, 10)
    await first.append('before;')
    await writeFile(file, lines.join(''))
    const other = createHistoryFile(file, SYSTEM_CLOCK, 10)
    await Promise.all([first.load(), ...['x;', 'y;', 'z;'].map((entry) => other.append(entry))])
    expect(await createHistoryFile(file, SYSTEM_CLOCK, 10).load()).toEqual([
      ...['select 0;', 'select 1;', 'select 2;', 'select 3;', 'select 4;', 'x;', 'y;', 'z;'],
    ])
    expect((await readFile(file, 'utf8')).split('\n').length).toBeLessThan(20)
  })

  test('passes over lines that are no entries', async () => {
    const history = createHistoryFile(file, SYSTEM_CLOCK)
    await history.append('select 1;')
    await writeFile(file, '"select 1;"\n{"a":1}\n"cut sho\n\n42\n"select 2;"')
    expect(await history.load()).toEqual(['select 1;', 'select 2;'])
  })

  test('does without a file that cannot be read or written', async () => {
    const history = createStatementHistory(createHistoryFile(path.join('/dev/null', 'history'), SYSTEM_CLOCK))
    await history.loaded
    history.add('select 1;')
    await history.saved()
    expect(history.entries).toEqual(['select 1;'])
  })

  test('is not stopped by a lock that a dead client left', async () => {
    const history = createHistoryFile(file, SYSTEM_CLOCK)
    await history.append('a;')
    await writeFile(`${file}.lock`, '')
    const { clock, waits } = countingClock(60_000)
    await createHistoryFile(file, clock).append('b;')
    expect(waits()).toBe(1)
    expect(await history.load()).toEqual(['a;', 'b;'])
  })

  test('does not wait for ever for a client that holds the lock', async () => {
    const history = createHistoryFile(file, SYSTEM_CLOCK)
    await history.append('a;')
    await writeFile(`${file}.lock`, '')
    const { clock, waits } = countingClock(0)
    await createHistoryFile(file, clock).append('b;')
    expect(waits()).toBe(100)
    expect(await history.load()).toEqual(['a;', 'b;'])
    expect(await readFile(`${file}.lock`, 'utf8')).toBe('')
  })
})

/** A clock that is ahead of the machine's, and whose timers fire at once. */
function countingClock(aheadMs: number): { readonly clock: Clock; waits(): number } {
  let waits = 0
  const schedule: Clock['schedule'] = (_delayMs, callback) => {
    waits++
    setImmediate(callback)
    return { cancel: () => undefined }
  }
  return { clock: { ...SYSTEM_CLOCK, now: () => SYSTEM_CLOCK.now() + aheadMs, schedule }, waits: () => waits }
}
