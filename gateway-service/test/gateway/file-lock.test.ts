import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { lockFile } from '../../src/gateway/file-lock.js'

const FILE_LOCK = new URL('../../src/gateway/file-lock.js', import.meta.url).href

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sql-gateway-lock-'))
  file = join(folder, 'lock')
})

afterEach(async () => await rm(folder, { recursive: true }))

describe('lockFile', () => {
  test('lets one holder have the file at a time, within one process', () => {
    const lock = lockFile(file)
    expect(lock).toBeDefined()
    expect(lockFile(file)).toBeUndefined()
    lock?.release()
    lock?.release()
    const again = lockFile(file)
    expect(again).toBeDefined()
    again?.release()
  })

  test('holds the file against other processes, and frees it when its own is killed', async () => {
    const code = `
      const { lockFile } = await import(${JSON.stringify(FILE_LOCK)})
      process.stdout.write(lockFile(${JSON.stringify(file)}) === undefined ? 'refused' : 'locked')
      process.stdin.resume()`
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['pipe', 'pipe', 'inherit'] })
    const exited = once(child, 'exit')
    const [answer] = (await once(child.stdout, 'data')) as [Buffer]
    expect(answer.toString()).toBe('locked')
    expect(lockFile(file)).toBeUndefined()
    child.kill('SIGKILL')
    await exited
    const lock = lockFile(file)
    expect(lock).toBeDefined()
    lock?.release()
  })

  test('throws when the file cannot be opened', async () => {
    await writeFile(join(folder, 'other'), 'this is something else than a lock')
    expect(() => lockFile(join(folder, 'nowhere', 'lock'))).toThrow('unable to open database file')
    expect(() => lockFile(join(folder, 'other'))).toThrow('not a database')
  })
})
