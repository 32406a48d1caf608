import { createHash } from 'node:crypto'
import type { OperationSummary, SessionSummary } from '@sql-gateway/gateway-common'
import type { Answer } from '../http/answer.js'
import type { Call } from '../routes/call.js'

const MOST_ROWS = 200
const ACTIVE = ['INITIALIZED', 'PENDING', 'RUNNING'] as const

const STYLE = `body{font:14px system-ui,sans-serif;margin:2rem}table{border-collapse:collapse;margin-bottom:2rem}
th,td{text-align:left;padding:.3rem .8rem;border-bottom:1px solid #ddd;vertical-align:top}
td.sql{font-family:monospace;white-space:pre-wrap;max-width:50rem}button{cursor:pointer}`

/** Ends what a button names, and shows the page anew. */
const SCRIPT = `document.addEventListener('click',async e=>{const u=e.target.dataset?.end;if(!u||!confirm('End it?'))return
const r=await fetch(u,{method:'DELETE'});if(!r.ok)alert((await r.json()).errors[0]);location.reload()})`

const sha256 = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Nothing is loaded and nothing runs but the two texts above. */
const POLICY = [
  "default-src 'none'",
  `style-src ${sha256(STYLE)}`,
  `script-src ${sha256(SCRIPT)}`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Shows what is under way as a page without any asset: the sessions, and the statements that wait or run. */
export async function adminPage({ host, caller }: Call): Promise<Answer> {
  const { service, clock } = host
  const part = { offset: 0, limit: MOST_ROWS }
  const [sessions, operations] = await Promise.all([
    service.listSessions(caller, part),
    service.listOperations(caller, { ...part, statuses: ACTIVE }),
  ])
  const now = clock.now()
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>SQL gateway</title><style>${STYLE}</style></head><body>
<h1>Statements under way (${operations.total})</h1>
${table(
  ['Status', 'Age', 'Owner', 'Engine', 'Session', 'Statement', ''],
  operations.items.map((operation) => operationCells(operation, now)),
)}
<h1>Sessions (${sessions.total})</h1>
${table(
  ['Session', 'Name', 'Owner', 'Engine', 'Protocol', 'Open', 'Idle', 'Operations', ''],
  sessions.items.map((session) => sessionCells(session, now)),
)}
<script>${SCRIPT}</script></body></html>`
  return { status: 200, contentType: 'text/html; charset=UTF-8', body, headers: ['Content-Security-Policy', POLICY] }
}

function operationCells({ handle, status, submittedAtMs, owner, engine, session, statement }: OperationSummary, now: number): string {
  const cells = [status, age(now - submittedAtMs), owner, engine, session].map(cell)
  return [...cells, `<td class="sql">${escapeHtml(statement)}</td>`, endButton(`/admin/operations/${handle}`)].join('')
}

function sessionCells(session: SessionSummary, now: number): string {
  const { handle, sessionName = '', owner, engine, endpointVersion, openedAtMs, lastUsedAtMs, operationCount } = session
  const protocol = `${endpointVersion.protocol} ${endpointVersion.version}`
  const texts = [handle, sessionName, owner, engine, protocol, age(now - openedAtMs), age(now - lastUsedAtMs), String(operationCount)]
  return [...texts.map(cell), endButton(`/admin/sessions/${handle}`)].join('')
}

function table(heads: readonly string[], rows: readonly string[]): string {
  const head = heads.map((text) => `<th>${text}</th>`).join('')
  return `<table><tr>${head}</tr>${rows.map((cells) => `<tr>${cells}</tr>`).join('\n')}</table>`
}

function cell(text: string): string {
  return `<td>${escapeHtml(text)}</td>`
}

function endButton(url: string): string {
  return `<td><button data-end="${escapeHtml(url)}">End</button></td>`
}

function age(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  return seconds < 120 ? `${seconds} s` : seconds < 7200 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] as string)
}
