import type { OptionSpec } from '@sql-gateway/gateway-common'
import { environmentName } from '../configuration/environment-source.js'
import { defaultText, type OptionSection, remarks, typeText } from './option-sections.js'
import { VARIABLES } from './variables.js'

const HEAD = `# Configuration

<!-- Generated from the option tables by scripts/generate-docs.ts; change the tables, not this page. -->

An option is set in \`conf/sql-gateway.yaml\`, by an environment variable, or by \`-Dkey=value\` on the command line; the last of
these that sets it wins. In the file keys may be flat (\`sql-gateway.session.max-num: 1000\`), nested, or both. The variable of a key is
the key in upper case with \`_\` for every dot and dash: \`${environmentName('sql-gateway.session.idle-timeout')}\`.

Everything that is not known or not valid stops the start, and all of it is told at once, each with its place and what would be
valid. Options of endpoints and engines that are not enabled are accepted and named in the log.

| Type | How it is written |
|---|---|
| duration | \`500 ms\`, \`30 s\`, \`10 min\`, \`1 h\`, \`2 d\`; a bare number counts milliseconds |
| memory size | \`100 kb\`, \`512 mb\`, \`1 gb\`, in powers of 1024; a bare number counts bytes |
| list | \`a, b\` or \`a; b\`, or a list of YAML |
| ports | \`8083\`, \`8083-8090\`, or a list of both; the first free one is taken |
| path | absolute, or relative to the home folder |

A gateway has its folders in its home folder unless they are moved one by one, so that several gateways run side by side:

| Variable | Meaning |
|---|---|
`

/** The text of docs/configuration.md. */
export function renderConfigurationPage(sections: readonly OptionSection[]): string {
  const variables = Object.entries(VARIABLES).map(([name, doc]) => `| \`${name}\` | ${doc} |`)
  return `${[HEAD + variables.join('\n'), ...sections.map(renderSection)].join('\n\n')}\n`
}

function renderSection({ title, options }: OptionSection): string {
  return [`## ${title}`, '', '| Option | Type | Default | Meaning |', '|---|---|---|---|', ...options.map(renderRow)].join('\n')
}

function renderRow(spec: OptionSpec<unknown>): string {
  const value = defaultText(spec)
  const cells = [
    `\`${spec.key}\``,
    typeText(spec),
    value === undefined || value === '' ? '' : `\`${value}\``,
    [spec.doc, ...remarks(spec)].join(' '),
  ]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
