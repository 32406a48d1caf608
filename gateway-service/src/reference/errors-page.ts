import { ERROR_CODES, type ErrorKind, type ErrorSpec } from '@sql-gateway/gateway-common'

const HEAD = `# Errors

<!-- Generated from the error table by scripts/generate-docs.ts; change the table, not this page. -->

Codes, numbers and SQLSTATEs never change; texts may. Each endpoint maps them to what its protocol has: REST to an HTTP status,
HiveServer2 to \`sqlState\` and \`errorCode\`. A text that a client sees holds no stack, no path of the machine and no secret.`

const KINDS: Readonly<Record<ErrorKind, string>> = {
  user: 'The request cannot succeed as it was sent.',
  capacity: 'A limit of the gateway or of an engine is reached; the same request may succeed later.',
  external: 'An engine or another system failed or cannot be reached.',
  internal: 'Something in the gateway broke; please report it with the correlation id.',
}

/** The text of docs/errors.md. */
export function renderErrorsPage(): string {
  const sections = Object.entries(KINDS).map(([kind, meaning]) => {
    const codes = Object.entries<ErrorSpec>(ERROR_CODES).filter(([, spec]) => spec.kind === kind)
    const heading = ['| Code | Number | SQLSTATE | Send again? | Meaning |', '|---|---|---|---|---|']
    return [`## ${kind[0]?.toUpperCase()}${kind.slice(1)}`, '', meaning, '', ...heading, ...codes.map(renderRow)].join('\n')
  })
  return `${[HEAD, ...sections].join('\n\n')}\n`
}

function renderRow([code, { vendorCode, sqlState, retryable, doc }]: readonly [string, ErrorSpec]): string {
  return `| \`${code}\` | ${vendorCode} | \`${sqlState}\` | ${retryable ? 'yes' : 'no'} | ${doc.replaceAll('|', '\\|')} |`
}
