import { readdirSync } from 'node:fs'
import path from 'node:path'

/** Folders that hold nothing of the project's own, wherever they are. */
const FOREIGN = new Set(['node_modules', 'dist', '.git', '.cache', '.idea', '.vscode'])

/** Folders at the root that a running gateway fills. */
const RUNTIME = new Set(['var', 'log', 'run'])

/**
 * Lists the project's own files, sorted, as paths relative to `root` with `/` between the folders. Walks the folders instead of asking
 * git, so that it works the same in an unpacked archive and in a test's temporary copy.
 */
export function listFiles(root: string): readonly string[] {
  const files: string[] = []
  const walk = (folder: string): void => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const relative = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) {
        const foreign = FOREIGN.has(entry.name) || RUNTIME.has(relative) || folder === 'plugins'
        if (!foreign) walk(relative)
      } else if (entry.isFile() && entry.name !== '.DS_Store' && !entry.name.endsWith('.tsbuildinfo')) {
        files.push(relative)
      }
    }
  }
  walk('')
  return files.sort()
}

/** Whether a path lies in a folder named `generated`. */
export function isGenerated(file: string): boolean {
  return file.split('/').includes('generated')
}

/** Whether a path lies in a folder of tests: a package's own, or the root's. */
export function isTest(file: string): boolean {
  return file.split('/').includes('test')
}

/** Whether a path is hand-written TypeScript of a package: its `src`, or the testkit. */
export function isLibrarySource(file: string): boolean {
  return /(?:^|\/)(?:src|testkit)\/.*\.ts$/.test(file) && !file.endsWith('.d.ts') && !isGenerated(file) && !isTest(file)
}
