import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import type { Credentials } from './sasl-login.js'

/** What a request over HTTP must be like. */
export interface HttpRules {
  /** Without slashes at its ends. */
  readonly path: string
  /** Names of this server beside loopback ones and addresses; absent means any name will do. */
  readonly hostNames?: readonly string[]
}

/** Why a request is refused. */
export interface HttpRefusal {
  readonly status: number
  readonly text: string
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * Checks the head of a request.
 *
 * Browsers let any web page send requests to a port of this machine. They name the page in `Origin`, which no client of
 * this protocol sends, and a page that made its own name point here is known by `Host`.
 */
export function checkRequest(
  method: string | undefined,
  url: string | undefined,
  headers: IncomingHttpHeaders,
  { path, hostNames }: HttpRules,
): HttpRefusal | undefined {
  if (headers.origin !== undefined) return { status: 403, text: 'Requests from web pages are not accepted.' }
  if (hostNames !== undefined && !isOwnHost(headers.host, hostNames)) {
    return { status: 403, text: 'The Host header names another server.' }
  }
  const asked = (url ?? '').split('?')[0] ?? ''
  if (asked !== `/${path}` && !asked.startsWith(`/${path}/`)) return { status: 404, text: `The service is at /${path}.` }
  if (method !== 'POST') return { status: 405, text: 'Calls are made by POST.', headers: { Allow: 'POST' } }
  return undefined
}

function isOwnHost(host: string | undefined, names: readonly string[]): boolean {
  const name = (host ?? '')
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase()
  return isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost') || names.includes(name)
}

/**
 * Reads who calls. A request without credentials is anybody's, as long as nothing is configured to check them.
 *
 * @returns the credentials, nothing where there are none, or why they cannot be read
 */
export function readBasic(authorization: string | undefined): Credentials | HttpRefusal | undefined {
  if (authorization === undefined) return undefined
  const encoded = /^basic\s+([\w+/=-]+)\s*$/i.exec(authorization)?.[1]
  const text = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon > 0 && colon < text.length - 1) return { userName: text.slice(0, colon), password: text.slice(colon + 1) }
  return {
    status: 401,
    text: 'The authorization must be Basic with a user name and a password.',
    headers: { 'WWW-Authenticate': 'Basic realm="hiveserver2", charset="UTF-8"' },
  }
}
