#!/usr/bin/env node
/**
 * Gets a clone ready and, if a command is given, runs it on the Node that npm brought.
 *
 *   node scripts/bootstrap.mjs [--quiet] [command arguments…]
 *
 * Ready means: node_modules is what package-lock.json says, and dist is what the sources say. Both are only done when needed.
 * A command is a name in node_modules/.bin (`jest`, `biome`) or a JavaScript file (`scripts/dist/check-layers.js`).
 * Plain JavaScript without dependencies: this file runs on any Node from 20 on, before anything is installed.
 */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from './bootstrap/build.mjs'
import { install, installed } from './bootstrap/install.mjs'
import { withLock } from './bootstrap/lock.mjs'
import { refuseUnsupported } from './bootstrap/platform.mjs'
import { BootstrapError, createProgress } from './bootstrap/progress.mjs'
import { runCommand } from './bootstrap/run.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/** Whether everything is installed and built; the same question that the shell scripts ask, answered by the same file. */
function ready() {
  return spawnSync('sh', [path.join(root, 'scripts', 'is-built.sh')], { stdio: 'ignore' }).status === 0
}

/** @param {import('./bootstrap/progress.mjs').Progress} progress */
async function prepare(progress) {
  if (ready()) return
  await withLock(path.join(root, '.cache', 'bootstrap.lock'), progress, async () => {
    if (ready()) return
    if (!installed(root)) await install(root, progress)
    await build(root, progress)
  })
}

/** @param {string[]} args */
async function main(args) {
  const quiet = args[0] === '--quiet'
  const [command, ...rest] = quiet ? args.slice(1) : args
  const progress = createProgress(quiet)
  try {
    refuseUnsupported()
    await prepare(progress)
    return command === undefined ? 0 : await runCommand(root, command, rest)
  } catch (error) {
    if (!(error instanceof BootstrapError)) throw error
    process.stderr.write(`${error.message}\n`)
    return 1
  }
}

process.exitCode = await main(process.argv.slice(2))
