/**
 * Runs the project's checks: `node scripts/dist/check.js [name…]`; without names all of them, with `own` all that are ours. Prints a line
 * per check and every problem, and exits 1 when there is one.
 */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { addressesCheck } from './checks/addresses.js'
import { ambientTimeCheck } from './checks/ambient-time.js'
import { type Check, problemText, runCheck } from './checks/check.js'
import { docstringsCheck } from './checks/docstrings.js'
import { fileLengthCheck } from './checks/file-length.js'
import { focusedTestsCheck } from './checks/focused-tests.js'
import { layersCheck } from './checks/layers.js'
import { linksCheck } from './checks/links.js'
import { lockFileCheck } from './checks/lock-file.js'
import { logMessagesCheck } from './checks/log-messages.js'
import { thrownErrorsCheck } from './checks/thrown-errors.js'

/** Our own rules; each has a test that plants what it must find. */
const OWN: readonly Check[] = [
  layersCheck,
  thrownErrorsCheck,
  ambientTimeCheck,
  logMessagesCheck,
  docstringsCheck,
  fileLengthCheck,
  focusedTestsCheck,
  addressesCheck,
  lockFileCheck,
  linksCheck,
]

/** Rules that other programs know: the JavaScript file and its arguments, from the root. */
const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  lint: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'],
  'dead-code': ['node_modules/knip/bin/knip.js', '--no-progress'],
  docs: ['scripts/dist/generate-docs.js', '--check'],
}

const root = path.dirname(path.dirname(import.meta.dirname))

function runOwn(check: Check): boolean {
  const { examined, problems } = runCheck(check, root)
  for (const problem of problems) process.stdout.write(`${problemText(problem)}\n`)
  process.stdout.write(
    `${problems.length === 0 ? 'ok  ' : 'FAIL'} ${check.name}: ${examined} ${check.subject}, ${problems.length} problems\n`,
  )
  return problems.length === 0
}

function runProgram(name: string, command: readonly string[]): boolean {
  const { status } = spawnSync(process.execPath, [...command], { cwd: root, stdio: 'inherit' })
  process.stdout.write(`${status === 0 ? 'ok  ' : 'FAIL'} ${name}\n`)
  return status === 0
}

function main(wanted: readonly string[]): number {
  const names = ['own', ...OWN.map(({ name }) => name), ...Object.keys(PROGRAMS)]
  const unknown = wanted.filter((name) => !names.includes(name))
  if (unknown.length > 0) {
    process.stderr.write(`There is no check named ${unknown.join(', ')}. There are: ${names.join(', ')}.\n`)
    return 2
  }
  const chosen = (name: string): boolean => wanted.length === 0 || wanted.includes(name)
  const own = OWN.filter(({ name }) => chosen(name) || chosen('own')).map(runOwn)
  const programs = Object.entries(PROGRAMS)
    .filter(([name]) => chosen(name))
    .map(([name, command]) => runProgram(name, command))
  return [...own, ...programs].every(Boolean) ? 0 : 1
}

process.exitCode = main(process.argv.slice(2))
