import fc from 'fast-check'

/** A request that nobody would write by hand. */
export interface RandomRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

const METHODS = ['GET', 'GET', 'GET', 'POST', 'POST', 'DELETE', 'PUT', 'PATCH', 'OPTIONS', 'PROPFIND'] as const
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
  const inSession = (rest: fc.Arbitrary<string>) => fc.tuple(session, rest).map(([s, tail]) => `sessions/${s}${tail}`)
  const path = fc.oneof(
    inSession(
      fc.constantFrom(
        '',
        '/heartbeat',
        '/statements',
        '/configure-session',
        '/complete-statement',
        '/scripts',
        '/materialized-tables/t/refresh',
      ),
    ),
    inSession(
      fc
        .tuple(operation, fc.constantFrom('status', 'cancel', 'close', 'result/0', 'result/1', 'result/7', 'result/x'))
        .map(([o, call]) => `/operations/${o}/${call}`),
    ),
    fc.constantFrom(
      'sessions',
      'info',
      'api_versions',
      'openapi.json',
      'metrics',
      'healthz',
      'readyz',
      'admin',
      'admin/sessions',
      'admin/operations',
    ),
    fc.array(fc.oneof(fc.constantFrom(...WORDS), garbage), { maxLength: 7 }).map((parts) => parts.join('/')),
  )
  const version = fc.constantFrom('', 'v1/', 'v2/', 'v3/', 'v4/', 'v5/', 'V1/', '/v2//')
  const target = fc.tuple(version, path, fc.constantFrom(...QUERIES)).map((parts) => `/${parts.join('')}`.replaceAll(/[^\x21-\x7e]/g, '_'))
  return fc.record({ method: fc.constantFrom(...METHODS), path: target, headers: randomHeaders(), body: randomBody() })
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
  return fc.array(header, { maxLength: 2 }).map((headers) => Object.fromEntries(headers) as Record<string, string>)
}
