import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { withLock } from '#scripts/bootstrap/lock.mjs'
import { createTree } from '../temporary-tree.js'

/** Collects what is said, so that a test can wait for it. */
function listen() {
  const said = Promise.withResolvers<string>()
  return { said: said.promise, progress: { say: said.resolve, step: () => Promise.resolve() } }
}

describe('scripts/bootstrap/lock', () => {
  test('lets the second wait, and says for whom, until the first is done', async () => {
    using tree = createTree()
    const file = path.join(tree.root, 'folder', 'lock')
    const events: string[] = []
    const finish = Promise.withResolvers<void>()
    const first = withLock(file, listen().progress, async () => {
      await finish.promise
      events.push('first')
    })
    const { said, progress } = listen()
    const second = withLock(file, progress, async () => void events.push('second'))
    expect(await said).toContain(`process ${process.pid} is already installing or building`)
    finish.resolve()
    await Promise.all([first, second])
    expect(events).toEqual(['first', 'second'])
    expect(existsSync(file)).toBe(false)
  })

  test('takes over from a process that died', async () => {
    const { pid } = spawnSync(process.execPath, ['--version'])
    using tree = createTree({ lock: `${pid}\n` })
    const file = path.join(tree.root, 'lock')
    await withLock(file, listen().progress, async () => expect(existsSync(file)).toBe(true))
    expect(existsSync(file)).toBe(false)
  })

  test('is released when the work fails', async () => {
    using tree = createTree()
    const file = path.join(tree.root, 'lock')
    await expect(withLock(file, listen().progress, () => Promise.reject(new TypeError('broken')))).rejects.toThrow('broken')
    expect(existsSync(file)).toBe(false)
  })
})
