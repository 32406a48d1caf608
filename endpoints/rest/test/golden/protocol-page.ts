import { ERROR_CODES, type ErrorCode } from '@sql-gateway/gateway-common'
import { ERROR_MAPPINGS } from '../../src/error/error-mapping.js'
import { isProtocolRoute } from '../../src/routes/route.js'
import { ROUTES } from '../../src/routes/route-table.js'

/** The protocol's page with its generated parts as the tables say. */
export function protocolPage(current: string): string {
  return withPart(withPart(current, 'routes', routeTable()), 'errors', errorTable())
}

function withPart(page: string, name: string, part: string): string {
  const [before, rest = ''] = page.split(`<!-- ${name} -->`)
  const [, after = ''] = rest.split(`<!-- /${name} -->`)
  return `${before}<!-- ${name} -->\n${part}\n<!-- /${name} -->${after}`
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(heads), `|${heads.map(() => '---|').join('')}`, ...rows.map(line)].join('\n')
}

function routeTable(): string {
  const rows = ROUTES.map((route) => {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    const query = route.query.length === 0 ? '' : ` \`?${route.query.map(({ name }) => name).join('&')}\``
    const versions = isProtocolRoute(route) ? route.versions.map((version) => version.slice(1)).join(' ') : '–'
    return [route.method, `\`${path}\`${query}`, versions, `\`${route.operationId}\``, route.summary]
  })
  return table(['Method', 'Path', 'Versions', 'Name', 'What it does'], rows)
}

function errorTable(): string {
  const rows = (Object.keys(ERROR_CODES) as ErrorCode[]).map((code) => {
    const { status, ownStatus, form } = ERROR_MAPPINGS[code]
    return [`\`${code}\``, `${status}`, `${ownStatus}`, form === 'call' ? 'as the call has it' : form === 'request' ? 'single' : form]
  })
  return table(['Code', 'Status', 'Own', 'Form'], rows)
}
