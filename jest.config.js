import { existsSync } from 'node:fs'
import path from 'node:path'
import { projectFolders } from './scripts/bootstrap/projects.mjs'

const rootDir = import.meta.dirname

/** Tests run on what tsc built: no transform. Only the folders that tsconfig.json names are looked at. */
export const common = {
  rootDir,
  roots: projectFolders(rootDir)
    .map((folder) => path.join(rootDir, folder, 'dist'))
    .filter((folder) => existsSync(folder)),
  testEnvironment: 'node',
  transform: {},
  testMatch: ['**/*.test.js'],
  injectGlobals: false,
  /** Every suite loads its modules afresh: a worker that has grown is replaced. */
  workerIdleMemoryLimit: '1GB',
  setupFiles: ['<rootDir>/test/dist/support/fixed-seed.js'],
}

const PEERS = '/test/dist/peers/'

export default {
  ...common,
  testPathIgnorePatterns: ['/node_modules/', PEERS],
  maxWorkers: 2,
  // Far more than any test takes on a slow and busy machine: what this ends hangs.
  testTimeout: 300_000,
}
