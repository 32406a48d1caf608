/**
 * Prints `N passed, N failed` from jest's result files. The first argument is added to what failed; a suite that did not even start counts
 * as one failed test. Exits 1 when something failed or nothing passed.
 */
import { existsSync, readFileSync } from 'node:fs'

const [failedSteps, ...files] = process.argv.slice(2)
const results = files.filter((file) => existsSync(file)).map((file) => JSON.parse(readFileSync(file, 'utf8')))
const sum = (key) => results.reduce((total, result) => total + result[key], 0)
const passed = sum('numPassedTests')
const failed = sum('numFailedTests') + sum('numRuntimeErrorTestSuites') + Number(failedSteps)
process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
