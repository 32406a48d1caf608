/** The TypeScript projects of the workspace, as the root tsconfig.json names them. */
import { readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Folders relative to the root, in the order of tsconfig.json; every one is compiled into its own `dist`.
 *
 * @param {string} root
 */
export function projectFolders(root) {
  /** @type {{ references: { path: string }[] }} */
  const { references } = JSON.parse(readFileSync(path.join(root, 'tsconfig.json'), 'utf8'))
  return references.map((reference) => path.normalize(reference.path))
}
