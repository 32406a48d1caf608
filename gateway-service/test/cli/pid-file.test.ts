import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type GatewayProcess, openPidFile } from '../../src/cli/pid-file.js'
import { processIdentity } from '../../src/cli/process-identity.js'

let folder: string
const children: ChildProcess[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sql-gateway-run-'))
})

afterEach(async () => {
  await Promise.all(children.splice(0).map(end))
  await rm(folder, { recursive: true })
})

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** A process that waits, and the line of it. */
async function spawnOther(startedAtMs: number): Promise<{ readonly child: ChildProcess; readonly line: GatewayProcess }> {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] })
  children.push(child)
  await once(child, 'spawn')
  const pid = child.pid ?? 0
  return { child, line: { pid, identity: processIdentity(pid) ?? '', startedAtMs } }
}

describe('processIdentity', () => {
  test('is the same for one process each time and differs between two', async () => {
    const { line } = await spawnOther(1)
    expect(processIdentity(process.pid)).toBe(processIdentity(process.pid))
    expect(processIdentity(process.pid)).not.toBe(line.identity)
  })

  test('is nothing for a process that has ended', async () => {
    const { child, line } = await spawnOther(1)
    await end(child)
    expect(line.identity).not.toBe('')
    expect(processIdentity(line.pid)).toBeUndefined()
  })
})

describe('openPidFile', () => {
  test('holds a line for each gateway in the order of their starts, the pid first', async () => {
    const pidFile = openPidFile(join(folder, 'not', 'there'))
    expect(pidFile.list()).toEqual([])
    const { line: one } = await spawnOther(1)
    const { line: two } = await spawnOther(2)
    pidFile.add(() => one)
    expect(pidFile.add((running) => ({ ...two, logIndex: running.length }))).toEqual({ ...two, logIndex: 1 })
    expect(pidFile.list()).toEqual([one, { ...two, logIndex: 1 }])
    expect(await readFile(join(folder, 'not', 'there', 'sql-gateway.pid'), 'utf8')).toMatch(
      new RegExp(`^${one.pid} \\{.*\\}\\n${two.pid} \\{.*\\}\\n$`),
    )
  })

  test('puts what became known of a gateway in the place of its line', async () => {
    const pidFile = openPidFile(folder)
    const { line: one } = await spawnOther(1)
    const { line: two } = await spawnOther(2)
    pidFile.put(one)
    pidFile.put(two)
    const known = { ...one, graceMs: 5, addresses: [{ protocol: 'toy', url: 'toy://here' }] }
    pidFile.put(known)
    expect(pidFile.list()).toEqual([known, two])
    pidFile.remove(one.pid)
    expect(pidFile.list()).toEqual([two])
  })

  test('passes over a gateway that was killed', async () => {
    const pidFile = openPidFile(folder)
    const { line: one } = await spawnOther(1)
    const { child, line: two } = await spawnOther(2)
    pidFile.put(one)
    pidFile.put(two)
    await end(child)
    expect(pidFile.list()).toEqual([one])
  })

  test('passes over a number that belongs to another process by now', async () => {
    const pidFile = openPidFile(folder)
    const { line } = await spawnOther(1)
    pidFile.put({ ...line, identity: 'that of the process before' })
    expect(pidFile.list()).toEqual([])
  })

  test('passes over lines that it does not understand', async () => {
    const { line } = await spawnOther(1)
    const { pid, ...rest } = line
    await writeFile(join(folder, 'sql-gateway.pid'), `\nwords\n${pid}\n${pid} {\n${pid} []\n${pid} ${JSON.stringify(rest)}\n`)
    expect(openPidFile(folder).list()).toEqual([line])
  })

  test('tells a folder that cannot be written', async () => {
    await writeFile(join(folder, 'file'), '')
    expect(() => openPidFile(join(folder, 'file', 'run')).remove(1)).toThrow(/^The folder of the pid file cannot be written \(ENOTDIR\)/)
  })
})
