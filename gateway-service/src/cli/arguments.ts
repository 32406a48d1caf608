/** The commands and what they do, in the order in which help shows them. */
export const COMMANDS = {
  start: 'Starts a gateway in the background, waits until it is ready, and says where it answers.',
  'start-foreground': 'Runs a gateway in this terminal and logs to it, until Ctrl-C or SIGTERM.',
  stop: 'Stops the gateway started last; statements under way may end first.',
  'stop-all': 'Stops every gateway, the latest first.',
  status: 'Shows every gateway with its addresses, sessions and statements. Exit code 0 when one runs, 3 when none does.',
  '--help': 'Shows this text.',
  '--version': 'Shows the version.',
} as const

/** One of {@link COMMANDS}. */
export type CommandName = keyof typeof COMMANDS

/** What a command line asks for. */
export interface CommandLine {
  readonly command: CommandName
  /** The values given by -D. */
  readonly options: Readonly<Record<string, string>>
}

/** What is wrong with a command line. */
export interface CommandLineFault {
  readonly fault: string
}

const WITH_OPTIONS: ReadonlySet<string> = new Set(['start', 'start-foreground', '--help'])
/** Other ways to write a command. */
const ALIASES: ReadonlyMap<string, CommandName> = new Map([
  ['-h', '--help'],
  ['help', '--help'],
  ['-v', '--version'],
  ['version', '--version'],
])

function isCommand(word: string): word is CommandName {
  return Object.hasOwn(COMMANDS, word)
}

/**
 * Reads a command line. Every word has to mean something; Flink's launcher ignores what it does not know, and with it every slip.
 *
 * @param words - without the program
 */
export function parseCommandLine(words: readonly string[]): CommandLine | CommandLineFault {
  const joined = joinOptions(words).map((word) => ALIASES.get(word) ?? word)
  const [optionWords, others] = [joined.filter((word) => word.startsWith('-D')), joined.filter((word) => !word.startsWith('-D'))]
  const options = optionWords.map((word) => /^-D([^=]+)=(.*)$/s.exec(word))
  const badOption = optionWords[options.indexOf(null)]
  if (badOption !== undefined) return { fault: `'${badOption}' is not of the form -Dkey=value.` }
  const unknown = others.find((word) => !isCommand(word))
  if (unknown !== undefined) return { fault: `'${unknown}' is not known.` }
  const commands = others.filter(isCommand)
  const values = Object.fromEntries(options.map((match) => [match?.[1]?.trim() ?? '', match?.[2] ?? '']))
  return chosen(commands, values)
}

/** `-D key=value` is as good as `-Dkey=value`. */
function joinOptions(words: readonly string[]): readonly string[] {
  return words.flatMap((word, index) => {
    if (words[index - 1] === '-D') return []
    return word === '-D' ? `-D${words[index + 1] ?? ''}` : word
  })
}

function chosen(commands: readonly CommandName[], options: Readonly<Record<string, string>>): CommandLine | CommandLineFault {
  const [command, ...more] = commands
  if (command === undefined) return { fault: 'A command is missing.' }
  if (commands.includes('--help')) return { command: '--help', options }
  if (more.length > 0) return { fault: `Give one command; these are ${commands.length}: ${commands.join(' ')}.` }
  if (!WITH_OPTIONS.has(command) && Object.keys(options).length > 0) return { fault: `${command} takes no options.` }
  return { command, options }
}
