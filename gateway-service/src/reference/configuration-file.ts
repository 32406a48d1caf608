import type { OptionSpec } from '@sql-gateway/gateway-common'
import { defaultText, type OptionSection, remarks, typeText } from './option-sections.js'
import { wrapText } from './wrap-text.js'

const WIDTH = 118

const HEAD = [
  'Configuration of the SQL Gateway.',
  'Every option is here with its default. Take the # away from a line to change it; keys may also be nested.',
  'An environment variable wins over this file, and -Dkey=value over both. The variable of a key is the key in upper case with _ for',
  'every dot and dash: SQL_GATEWAY_SESSION_IDLE_TIMEOUT for sql-gateway.session.idle-timeout.',
  'Durations: 500 ms, 30 s, 10 min, 1 h, 2 d. Memory sizes: 100 kb, 512 mb, 1 gb. Lists: a, b. Relative paths begin at the home folder.',
  'What is not known, or not valid, stops the start, and all of it is told at once.',
  'This file is generated from the option tables by scripts/generate-docs.ts.',
]

/**
 * The text of conf/sql-gateway.yaml.
 *
 * @param shipped - the values that are set in it, by key
 */
export function renderConfigurationFile(sections: readonly OptionSection[], shipped: Readonly<Record<string, string>>): string {
  const body = sections.map(({ title, options }) => {
    const heading = `# ${`-- ${title} `.padEnd(WIDTH, '-')}`
    return [heading, ...options.map((spec) => renderOption(spec, shipped[spec.key]))].join('\n\n')
  })
  return `${[...HEAD.map((line) => `# ${line}`), '', body.join('\n\n')].join('\n')}\n`
}

function renderOption(spec: OptionSpec<unknown>, shipped: string | undefined): string {
  const doc = wrapText([`(${typeText(spec)})`, ...remarks(spec), spec.doc].join(' '), WIDTH).map((line) => `# ${line}`)
  const value = shipped ?? defaultText(spec) ?? ''
  const line = `${spec.key}:${value === '' ? '' : ` ${quoted(value)}`}`
  return [...doc, shipped === undefined ? `# ${line}` : line].join('\n')
}

/** A text that YAML would not take for a plain one is quoted. */
function quoted(value: string): string {
  return /^[\w./-][^#:]*$/.test(value) ? value : JSON.stringify(value)
}
