import fc from 'fast-check'

/** A request that nobody would write by hand. */
export interface RandomRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

const METHODS = ['GET', 'GET', 'GET', 'POST', 'POST', 'DELETE', 'PUT', 'PATCH', 'OPTIONS', 'PROPFIND'] as const
/** Methods and paths; S stands for a session, O for an operation. */
const CALLS = [
  ['POST', 'sessions'],
  ['GET', 'S'],
  ['POST', 'S/heartbeat'],
  ['POST', 'S/statements'],
  ['POST', 'S/statements'],
  ['POST', 'S/configure-session'],
  ['GET', 'S/complete-statement'],
  ['POST', 'S/scripts'],
  ['POST', 'S/materialized-tables/t/refresh'],
  ['GET', 'S/O/status'],
  ['POST', 'S/O/cancel'],
  ['GET', 'S/O/result/0'],
  ['GET', 'S/O/result/1'],
  ['GET', 'S/O/result/7'],
  ['GET', 'admin'],
  ['GET', 'admin/sessions'],
  ['GET', 'admin/operations'],
  ['GET', 'info'],
  ['GET', 'api_versions'],
  ['GET', 'openapi.json'],
  ['GET', 'metrics'],
  ['DELETE', 'S'],
  ['DELETE', 'S/O/close'],
] as const
const WORDS = [
  'sessions',
  'operations',
  'result',
  'status',
  'cancel',
  'close',
  'statements',
  'heartbeat',
  'configure-session',
  'complete-statement',
  'info',
  'api_versions',
  'admin',
  'scripts',
  'materialized-tables',
  'refresh',
  'openapi.json',
  'metrics',
  'readyz',
  '__proto__',
  'constructor',
] as const
const STATEMENTS = [
  'SELECT 3 ROWS',
  'TYPES',
  'OK',
  'SHOW TABLES',
  'FAIL STATEMENT.DATA no',
  'THROW',
  "SET 'a' = 'b'",
  '',
  ';',
  'EMPTY',
  'nonsense',
] as const
const FIELDS = [
  'statement',
  'position',
  'sessionName',
  'properties',
  'executionTimeout',
  'executionConfig',
  'isPeriodic',
  'script',
  '__proto__',
] as const
const QUERIES = [
  '',
  '',
  '',
  '?rowFormat=JSON',
  '?rowFormat=plain_text',
  '?rowFormat=',
  '?offset=1&limit=2',
  '?status=RUNNING',
  '?%',
  '?a=b?c=d',
] as const

/** Requests that use some sessions and operations which exist among others that do not. */
export function randomRequests(sessions: readonly string[], operations: readonly string[]): fc.Arbitrary<RandomRequest> {
  const garbage = fc.oneof(
    fc.constantFrom('', '%', '%zz', '%2F', '..', '0', '-1', '9223372036854775807', '99999999999999999999', 'é', '1-1-1-1-1'),
    fc.string({ maxLength: 12 }),
  )
  const handle = (known: readonly string[]) => fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, fc.uuid(), garbage)
  const session = handle(sessions)
  const operation = handle(operations)
  const fitting = fc.tuple(fc.constantFrom(...CALLS), session, operation).map(([[method, path], s, o]) => ({
    method,
    path: path.replace('S', `sessions/${s}`).replace('O', `operations/${o}`),
  }))
  const wild = fc.record({
    method: fc.constantFrom(...METHODS),
    path: fc.array(fc.oneof(fc.constantFrom(...WORDS), garbage), { maxLength: 7 }).map((parts) => parts.join('/')),
  })
  const call = fc.oneof({ weight: 5, arbitrary: fitting }, wild)
  const version = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('v1/', 'v2/', '', '/v2//') },
    fc.constantFrom('v3/', 'v4/', 'v5/', 'V1/'),
  )
  return fc
    .tuple(call, version, fc.constantFrom(...QUERIES), randomHeaders(), randomBody())
    .map(([{ method, path }, prefix, query, headers, body]) => ({
      method,
      path: `/${prefix}${path}${query}`.replaceAll(/[^\x21-\x7e]/g, '_'),
      headers,
      body,
    }))
}

function randomBody(): fc.Arbitrary<Buffer> {
  const value = fc.oneof(
    fc.constantFrom<unknown>(...STATEMENTS, 0, -1, 1e300, 1.5, true, null, '7', [], {}),
    fc.dictionary(fc.string({ maxLength: 5 }), fc.oneof(fc.string({ maxLength: 5 }), fc.double(), fc.boolean())),
    fc.jsonValue({ maxDepth: 2 }),
  )
  const object = fc
    .dictionary(fc.oneof(fc.constantFrom(...FIELDS), fc.string({ maxLength: 5 })), value, { maxKeys: 4 })
    .map((body) => JSON.stringify(body))
  const statement = fc.constantFrom(...STATEMENTS).map((text) => JSON.stringify({ statement: text, position: 1 }))
  const cut = fc.tuple(object, fc.nat(30)).map(([text, at]) => text.slice(0, at))
  return fc.oneof(
    fc.constant(Buffer.alloc(0)),
    fc.oneof(object, statement, cut, fc.json()).map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  )
}

function randomHeaders(): fc.Arbitrary<Record<string, string>> {
  const header = fc.constantFrom(
    ['content-type', 'application/json'],
    ['content-type', 'multipart/form-data; boundary=b'],
    ['content-type', 'multipart/form-data'],
    ['accept', 'text/html'],
    ['expect', '100-continue'],
    ['expect', 'miracles'],
    ['connection', 'close'],
    ['origin', 'https://evil.example'],
    ['sec-fetch-site', 'cross-site'],
    ['content-encoding', 'gzip'],
    ['upgrade', 'websocket'],
  )
  return fc
    .oneof({ weight: 3, arbitrary: fc.constant<string[][]>([]) }, fc.array(header, { maxLength: 2 }))
    .map((headers) => Object.fromEntries(headers) as Record<string, string>)
}
