import type { RegisterTest, TestRunner } from '../../testkit/index.js'

/** A runner that collects tests in place of running them. */
export interface CollectingRunner extends TestRunner {
  /** Bodies by name. */
  readonly bodies: ReadonlyMap<string, () => Promise<void>>
  readonly skipped: readonly string[]
  readonly blocks: readonly string[]
  /** Runs the test of a case; rejects as the test would. */
  run(id: string): Promise<void>
}

/** Makes a runner that collects. */
export function collectTests(): CollectingRunner {
  const bodies = new Map<string, () => Promise<void>>()
  const skipped: string[] = []
  const blocks: string[] = []
  const register: RegisterTest = (name, body) => bodies.set(name, body)
  return {
    bodies,
    skipped,
    blocks,
    describe: (name, body) => {
      blocks.push(name)
      body()
    },
    test: Object.assign(register, { skip: (name: string) => skipped.push(name) }),
    run: async (id) => {
      const body = [...bodies].find(([name]) => name.startsWith(`${id}: `))?.[1]
      if (body === undefined) throw new TypeError(`no case ${id}`)
      await body()
    },
  }
}
