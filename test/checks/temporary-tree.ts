import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { listFiles } from '#scripts/source/tree.js'

/** The project's root, from where this file runs: test/dist/checks. */
export const PROJECT_ROOT = path.join(import.meta.dirname, '../../..')

/** A folder that a test fills and that goes away with it. */
export interface TemporaryTree extends Disposable {
  readonly root: string
  /** Writes a file and the folders above it. */
  write(file: string, text: string): void
  remove(file: string): void
}

/** Makes a tree of the given files, by their paths. */
export function createTree(files: Readonly<Record<string, string>> = {}): TemporaryTree {
  const root = mkdtempSync(path.join(tmpdir(), 'sql-gateway-check-'))
  const tree: TemporaryTree = {
    root,
    write(file, text) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
      writeFileSync(path.join(root, file), text)
    },
    remove: (file) => rmSync(path.join(root, file), { recursive: true }),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  }
  for (const [file, text] of Object.entries(files)) tree.write(file, text)
  return tree
}

/** Makes a tree that is a copy of this project's own files, without what was installed or built. */
export function copyProject(): TemporaryTree {
  const tree = createTree()
  for (const file of listFiles(PROJECT_ROOT)) cpSync(path.join(PROJECT_ROOT, file), path.join(tree.root, file))
  return tree
}
