import { PRODUCT } from '../gateway/installation.js'
import { collectOptionSections, defaultText, type OptionSection } from '../reference/option-sections.js'
import { VARIABLES } from '../reference/variables.js'
import { wrapText } from '../reference/wrap-text.js'
import type { Folders } from './folders.js'
import type { Terminal } from './terminal.js'
import { USAGE } from './usage.js'

const WIDTH = 110

/** Shows everything there is to know about the command line. Gives the exit code. */
export async function helpCommand(installation: string, folders: Folders, terminal: Terminal): Promise<number> {
  const { sections, problems } = await collectOptionSections({
    installationDirectory: installation,
    homeDirectory: folders.home,
    pluginDirectories: [],
  })
  terminal.say(
    [
      `${PRODUCT.productName} ${PRODUCT.version}`,
      USAGE,
      `Files of this gateway:\n${entries({
        [`${folders.conf}/sql-gateway.yaml`]: 'The configuration.',
        [`${folders.home}/plugins`]: 'Plug-ins: each folder in it is a package with endpoints or engines.',
        [`${folders.log}/sql-gateway-<n>-<host>.log`]:
          'The log of a gateway in the background; SIGHUP opens it anew. What else it prints goes to .out.',
        [`${folders.pid}/sql-gateway.pid`]: 'A line for every gateway that runs.',
      })}`,
      `Environment variables:\n${entries(VARIABLES)}`,
      'Every option below can be given by -Dkey=value, in the file, or by an environment variable: the key in upper case with _ for every dot and dash.',
      ...sections.map(optionsText),
      ...problems,
    ].join('\n\n'),
  )
  return 0
}

/** Shows the version of the gateway and of what it runs on. Gives the exit code. */
export async function versionCommand(terminal: Terminal): Promise<number> {
  terminal.say(`${PRODUCT.productName} ${PRODUCT.version} (Node.js ${process.version}, ${process.platform}-${process.arch})`)
  return 0
}

function entries(texts: Readonly<Record<string, string>>): string {
  return Object.entries(texts)
    .map(([name, doc]) => [`  ${name}`, ...wrapText(doc, WIDTH - 6).map((line) => `      ${line}`)].join('\n'))
    .join('\n')
}

function optionsText({ title, options }: OptionSection): string {
  const texts = options.map((spec): [string, string] => {
    const value = defaultText(spec)
    return [`${spec.key}${value === undefined || value === '' ? '' : `  (${value})`}`, spec.doc]
  })
  return `${title}:\n${entries(Object.fromEntries(texts))}`
}
