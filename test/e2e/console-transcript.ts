import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '#scripts/process/free-port.js'
import { ROOT, runCommand } from './temporary-home.js'

/** A command of a document, and what the document says that it prints. */
export interface ShownCommand {
  readonly command: string
  readonly output: string
}

/** A fenced block of a document. */
export interface Block {
  readonly language: string
  readonly text: string
}

/** The fenced blocks of a document in the clone. */
export async function blocksOf(file: string): Promise<readonly Block[]> {
  const text = await readFile(join(ROOT, file), 'utf8')
  return [...text.matchAll(/^```(\w*)\n(.*?)\n```$/gms)].map(([, language = '', block = '']) => ({ language, text: block }))
}

/** The commands of a block of the language `console`: a line `$ command`, perhaps more that end in `\`, then what it prints. */
export function commandsOf({ text }: Block): readonly ShownCommand[] {
  const commands: { command: string; output: string }[] = []
  let continues = false
  for (const line of text.split('\n')) {
    if (line.startsWith('$ ')) commands.push({ command: line.slice(2), output: '' })
    else {
      const last = commands.at(-1)
      if (last === undefined) throw new TypeError(`A block of commands begins with '$ ', not with: ${line}`)
      if (continues) last.command += `\n${line}`
      else last.output += `${line}\n`
    }
    continues = commands.at(-1)?.output === '' && line.endsWith('\\')
  }
  return commands
}

/** Stands in for netcat, which is not on every machine: `nc -N host port`. */
const NETCAT = `#!${process.execPath}
const socket = require('node:net').connect(Number(process.argv[4]), process.argv[3])
process.stdin.pipe(socket).pipe(process.stdout)
`

/** The ports that README shows, with the variables that set them. */
export const README_PORTS = {
  8083: 'SQL_GATEWAY_ENDPOINT_REST_PORT',
  10000: 'SQL_GATEWAY_ENDPOINT_HIVESERVER2_THRIFT_PORT',
}

/** What the documents show in place of the folder in which a run keeps its files. */
const SHOWN_FOLDER = '~/sql-gateway'

/**
 * Runs the commands of a document in the clone, in one shell, with ports that are free in place of those in the text and with data,
 * logs and pid files in a folder that is removed at the end.
 *
 * @param ports - each port in the text with the environment variable that sets it
 * @param tools - shell scripts by the names under which the commands call them
 * @returns the commands with what they print, ports being those of the text again
 */
export async function runCommands(
  commands: readonly ShownCommand[],
  ports: Readonly<Record<string, string>>,
  tools: Readonly<Record<string, string>> = {},
): Promise<readonly ShownCommand[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sql-gateway-docs-'))
  const shownPorts = Object.keys(ports)
  const freed = await freePorts(shownPorts.length)
  const free = new Map(shownPorts.map((port, i) => [port, String(freed[i])] as const))
  const replacing = (text: string, pairs: Iterable<readonly [string, string]>): string =>
    [...pairs].reduce((replaced, [from, to]) => replaced.replaceAll(new RegExp(`\\b${from}\\b`, 'g'), to), text)
  const environment = {
    ...process.env,
    ...Object.fromEntries(Object.entries(ports).map(([port, name]) => [name, free.get(port)])),
    SQL_GATEWAY_BUILD: 'never',
    // A document that fetches a result once shows it, however busy the machine is.
    SQL_GATEWAY_ENDPOINT_REST_FETCH_WAIT_TIME: '2 min',
    SQL_GATEWAY_LOG_DIR: join(folder, 'log'),
    SQL_GATEWAY_PID_DIR: join(folder, 'run'),
    SQL_GATEWAY_DATA_DIR: join(folder, 'var'),
    PATH: `${folder}:${process.env['PATH']}`,
  }
  const shell = async (script: string): Promise<string> => {
    const { stdout } = await runCommand(spawn('bash', ['-c', script], { cwd: ROOT, env: environment }))
    return stdout
  }
  try {
    for (const [name, text] of Object.entries({ nc: NETCAT, ...tools })) await writeFile(join(folder, name), text, { mode: 0o755 })
    const mark = '=== next command ==='
    const script = commands.map(({ command }) => `echo '${mark}'\n{ ${replacing(command, free)}\n} 2>&1\n`).join('')
    const outputs = (await shell(script)).split(`${mark}\n`).slice(1)
    const given = [...free].map(([from, to]) => [to, from] as const)
    return commands.map(({ command }, i) => ({
      command,
      output: replacing(closed(outputs[i] ?? '').replaceAll(folder, SHOWN_FOLDER), given),
    }))
  } finally {
    await shell('bin/sql-gateway.sh stop-all')
    await rm(folder, { recursive: true, force: true })
  }
}

/** With a line break at the end, where there is anything. */
function closed(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

/** Commands without what differs from run to run and from machine to machine: handles, process ids, times, names of hosts. */
export function withoutChance(commands: readonly ShownCommand[]): readonly ShownCommand[] {
  return commands.map(({ command, output }) => ({
    command,
    output: output
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<handle>')
      .replaceAll(/\bpid \d+/g, 'pid <n>')
      .replaceAll(/\b\d+\.\d+ seconds\b/g, '<n> seconds')
      .replaceAll(/\bup \d+ (?:s|min \d+ s)\b/g, 'up <n> s')
      .replaceAll(/sql-gateway-0-\S+\.log/g, 'sql-gateway-0-<host>.log'),
  }))
}

/** Writes what commands printed into the document that shows them. */
export async function recordCommands(file: string, ran: readonly ShownCommand[]): Promise<void> {
  const path = join(ROOT, file)
  const left = [...ran]
  const text = await readFile(path, 'utf8')
  const recorded = text.replaceAll(/^```console\n(.*?)\n```$/gms, (_, block: string) => {
    const shown = commandsOf({ language: 'console', text: block }).map((old) => {
      const at = left.findIndex(({ command }) => command === old.command)
      return at < 0 ? old : (left.splice(at, 1)[0] ?? old)
    })
    return `\`\`\`console\n${shown.map(({ command, output }) => `$ ${command}\n${output}`).join('')}\`\`\``
  })
  await writeFile(path, recorded)
}
