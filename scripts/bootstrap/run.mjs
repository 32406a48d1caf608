/** Commands on the Node that npm brought. */
import { existsSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { run } from './process.mjs'
import { BootstrapError } from './progress.mjs'
import { projectFolders } from './projects.mjs'

/** jest reads ES modules through an API of node:vm that still has a flag and a warning. */
const JEST_FLAGS = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning']

/** DuckDB's queries and reads take threads of one pool, which has 4 by default: tests that run several at once would wait for each other. */
const JEST_ENVIRONMENT = { UV_THREADPOOL_SIZE: '64' }

/**
 * The program of Node 24 in node_modules.
 *
 * @param {string} root
 */
export function nodePath(root) {
  return path.join(root, 'node_modules', '.bin', 'node')
}

/**
 * The JavaScript file behind a command's name: a program that a package brings, or a file itself.
 *
 * @param {string} root
 * @param {string} command
 */
function script(root, command) {
  const candidates = [path.join(root, 'node_modules', '.bin', command), path.resolve(command), path.join(root, command)]
  const found = candidates.find((file) => existsSync(file) && statSync(file).isFile())
  if (found === undefined)
    throw new BootstrapError(`No such command: ${command}. Give a program in node_modules/.bin or a JavaScript file.`)
  return realpathSync(found)
}

/**
 * Tests run from dist, people name sources: `endpoints/rest/test/x.test.ts` or `endpoints/rest` becomes a pattern for what was built of
 * it. Anything that is no path of a project stays as it is.
 *
 * @param {string} root
 * @param {string} argument
 */
export function testPattern(root, argument) {
  if (argument.startsWith('-') || !existsSync(path.resolve(argument))) return argument
  const relative = path.relative(root, path.resolve(argument))
  const project = projectFolders(root).find((folder) => relative === folder || relative.startsWith(folder + path.sep))
  if (project === undefined || relative.startsWith(path.join(project, 'dist') + path.sep)) return argument
  const inside = path.relative(project, relative).replace(/\.ts$/, '.js')
  return path.join(project, 'dist', inside) + (inside.endsWith('.js') ? '$' : path.sep)
}

/**
 * Runs a command with the given arguments and returns its exit code. Node programs that it starts are Node 24 too.
 *
 * @param {string} root
 * @param {string} command
 * @param {readonly string[]} args
 */
export async function runCommand(root, command, args) {
  const node = nodePath(root)
  const bin = path.dirname(realpathSync(node))
  const jest = command === 'jest'
  const env = { ...(jest ? JEST_ENVIRONMENT : {}), ...process.env, PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}` }
  const flags = jest ? JEST_FLAGS : []
  const rest = jest ? args.map((argument) => testPattern(root, argument)) : args
  const result = await run(node, [...flags, script(root, command), ...rest], { env, stdio: 'inherit' })
  return result.code ?? 1
}
