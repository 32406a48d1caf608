import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { clientError } from '../../src/error/client-error.js'
import { runScript, type ScriptHost } from '../../src/run/script-runner.js'
import { textScript } from '../../src/script/script-source.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'script-runner-'))
})

afterEach(async () => await rm(folder, { recursive: true }))

/** Runs everything but what says FAIL, and LOST at a gateway that has gone. */
function hostOf(goesOn = false): { readonly host: ScriptHost; readonly ran: readonly string[]; readonly reports: readonly string[] } {
  const [ran, reports]: readonly [string[], string[]] = [[], []]
  return {
    ran,
    reports,
    host: {
      run: async (statement) => {
        if (statement.startsWith('FAIL')) throw clientError('refused', 'It failed.')
        if (statement.startsWith('LOST')) throw clientError('unreachable', 'It is gone.')
        ran.push(statement)
      },
      command: async (kind) => void ran.push(kind),
      report: async (text) => void reports.push(text),
      isVerbose: false,
      closed: new AbortController().signal,
      goesOn,
      standardInput: (async function* () {})(),
    },
  }
}

describe('run/script-runner', () => {
  test('tells where it stopped, behind which nothing was run', async () => {
    const { host, ran } = hostOf()
    const end = await runScript(textScript('A; B;\n  FAIL this; C;'), host)
    expect(ran).toEqual(['A', 'B'])
    expect(end).toMatchObject({ exitCode: 1, hasQuit: false, stoppedAt: { line: 2, column: 3 } })
    expect((await runScript(textScript('A; HELP; B'), host)).stoppedAt).toBeUndefined()
  })

  test('goes on behind what failed when it is told to, but not without a gateway', async () => {
    const { host, ran, reports } = hostOf(true)
    const end = await runScript(textScript('A; FAIL; B; LOST; C'), host)
    expect(ran).toEqual(['A', 'B'])
    expect(reports).toEqual(['[ERROR] It failed.', '[ERROR] It is gone.'])
    expect(end).toMatchObject({ exitCode: 1, stoppedAt: { line: 1, column: 13 } })
  })

  test('stopped in a script that another one calls, tells where that was called', async () => {
    const inner = join(folder, 'inner.sql')
    await writeFile(inner, 'B;\n\nFAIL;\nC;')
    const { host, ran, reports } = hostOf()
    const end = await runScript(textScript(`A;\nSOURCE '${inner}'; D;`), host)
    expect(ran).toEqual(['A', 'B'])
    expect(reports).toEqual([`[ERROR] ${inner}:3:1: It failed.`])
    expect(end.stoppedAt).toEqual({ line: 2, column: 1 })
  })

  test('ends at QUIT, however deep', async () => {
    const inner = join(folder, 'inner.sql')
    await writeFile(inner, 'B; QUIT; C;')
    const { host, ran } = hostOf()
    expect(await runScript(textScript(`A; SOURCE '${inner}'; D;`), host)).toMatchObject({ exitCode: 0, hasQuit: true })
    expect(ran).toEqual(['A', 'B'])
  })
})
