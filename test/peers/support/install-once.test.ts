import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { installOnce } from '#scripts/peers/support/cache.js'

const MODULE = path.resolve(import.meta.dirname, '../../../../scripts/dist/peers/support/cache.js')
const RECIPE = { edition: 1 }

describe('scripts/peers/support/cache', () => {
  let cache: string
  let built: number

  beforeEach(() => {
    cache = mkdtempSync(path.join(tmpdir(), 'peer-cache-'))
    process.env['SQL_GATEWAY_PEER_CACHE'] = cache
    built = 0
  })

  afterEach(() => {
    delete process.env['SQL_GATEWAY_PEER_CACHE']
    rmSync(cache, { recursive: true })
  })

  const build = async (dir: string): Promise<void> => {
    built++
    writeFileSync(path.join(dir, 'peer'), 'whole')
  }

  test('a peer is built once, however often it is asked for', async () => {
    const dirs = await Promise.all([installOnce('p', RECIPE, build), installOnce('p', RECIPE, build)])
    expect(await installOnce('p', RECIPE, build)).toBe(dirs[0])
    expect(dirs[1]).toBe(dirs[0])
    expect(readFileSync(path.join(dirs[0], 'peer'), 'utf8')).toBe('whole')
    expect(built).toBe(1)
  })

  test('a peer is built by one of several processes', async () => {
    const program = `import { appendFileSync, writeFileSync } from 'node:fs'
      import { installOnce } from '${MODULE}'
      await installOnce('p', ${JSON.stringify(RECIPE)}, async (dir) => {
        appendFileSync('${cache}/builds', 'x')
        writeFileSync(dir + '/peer', 'whole')
        await new Promise((resolve) => setTimeout(resolve, 200))
      })`
    const start = () => spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit', env: { ...process.env } })
    const children = [start(), start(), start()]
    const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]))
    expect(codes).toEqual([0, 0, 0])
    expect(readFileSync(path.join(cache, 'builds'), 'utf8')).toBe('x')
  })

  test('another recipe leads to a fresh installation', async () => {
    await installOnce('p', RECIPE, build)
    await installOnce('p', { edition: 2 }, build)
    expect(built).toBe(2)
  })

  test('a changed file leads to a fresh installation', async () => {
    const dir = await installOnce('p', RECIPE, build)
    writeFileSync(path.join(dir, 'peer'), 'damaged')
    await installOnce('p', RECIPE, build)
    expect(readFileSync(path.join(dir, 'peer'), 'utf8')).toBe('whole')
  })

  test('a failed installation leaves nothing that looks whole', async () => {
    const failing = async (dir: string): Promise<void> => {
      await build(dir)
      throw new TypeError('the network is gone')
    }
    await expect(installOnce('p', RECIPE, failing)).rejects.toThrow('the network is gone')
    expect(existsSync(path.join(cache, 'p'))).toBe(false)
    await installOnce('p', RECIPE, build)
    expect(built).toBe(2)
  })
})
