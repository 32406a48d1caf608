/**
 * Asks a gateway over REST, the way any HTTP client would, and exits 1 unless it computes what it was asked. With `--again` as second argument
 * it only asks for what an earlier run left behind.
 */
import { setTimeout as delay } from 'node:timers/promises'

const [base, again] = process.argv.slice(2)
const PREPARATION = [
  'CREATE TABLE readings (id INTEGER, value DECIMAL(9, 2))',
  'INSERT INTO readings SELECT i, i * 1.5 FROM range(1000) AS t(i)',
]
const QUESTION = 'SELECT count(*) AS readings, sum(value) AS total FROM readings WHERE id % 2 = 0'
const EXPECTED = '[[500,374250]]'

async function call(method, path, body) {
  const init = body === undefined ? { method } : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(base + path, init)
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return JSON.parse(text)
}

async function run(session, statement) {
  const { operationHandle } = await call('POST', `/v1/sessions/${session}/statements`, { statement })
  const rows = []
  for (let path = `/v1/sessions/${session}/operations/${operationHandle}/result/0`; path; ) {
    const { resultType, results, nextResultUri } = await call('GET', path)
    rows.push(...results.data.map(({ fields }) => fields))
    path = nextResultUri
    if (resultType === 'NOT_READY') await delay(50)
  }
  return JSON.stringify(rows)
}

const { sessionHandle } = await call('POST', '/v1/sessions', {})
let answer
for (const statement of again === '--again' ? [QUESTION] : [...PREPARATION, QUESTION]) {
  answer = await run(sessionHandle, statement)
  process.stdout.write(`${statement}\n  ${answer}\n`)
}
await call('DELETE', `/v1/sessions/${sessionHandle}`)
if (answer !== EXPECTED) {
  process.stderr.write(`expected ${EXPECTED}\n`)
  process.exitCode = 1
}
