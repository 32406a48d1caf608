import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { EndpointSubject, ServiceSubject } from '@sql-gateway/gateway-common/testkit'
import { connectPlain } from '../support/hiveserver2/thrift-connection.js'
import { hiveServer2Subject } from './hiveserver2/hiveserver2-subject.js'
import { JSON_LINES_SUBJECT } from './json-lines/json-lines-subject.js'
import { REST_SUBJECT } from './rest/rest-subject.js'
import { createScriptedService } from './scripted-service.js'
import { startScriptEndpoint } from './scripts/answer-by-endpoint.js'
import { answerByService, linesOf } from './scripts/answer-by-service.js'
import { createDuckdbService } from './scripts/duckdb-service.js'
import { answeredScript, readScript } from './scripts/sql-script.js'

const FOLDER = join(import.meta.dirname, '../../fixtures/sql')

type CreateService = () => Promise<Pick<ServiceSubject, 'service' | 'dispose'>>

/** What runs the scripts of each folder. */
const SERVICES: Readonly<Record<string, CreateService>> = { scripted: createScriptedService, duckdb: createDuckdbService }

const SCRIPTS = Object.entries(SERVICES).flatMap(([folder, create]) =>
  readdirSync(join(FOLDER, folder)).map((name) => ({ script: `${folder}/${name}`, path: join(FOLDER, folder, name), create })),
)

/** Runs a script through an endpoint, and beside it through the service, which knows the types. */
async function throughEndpoint<S, O>(subject: EndpointSubject<S, O>, path: string, create: CreateService): Promise<string> {
  const [backing, reference] = [await create(), await create()]
  try {
    const byService = await answerByService(reference.service)
    await using endpoint = await startScriptEndpoint(subject, backing.service)
    const answer = async (statement: string) => endpoint.answer(statement, await byService(statement))
    return await answeredScript(readFileSync(path, 'utf8'), answer)
  } finally {
    await backing.dispose()
    await reference.dispose()
  }
}

describe.each(SCRIPTS)('$script', ({ path, create }) => {
  test('gives its tables by the service', async () => {
    const { service, dispose } = await create()
    try {
      const script = readFileSync(path, 'utf8')
      expect(readScript(script).length).toBeGreaterThan(0)
      const answered = await answeredScript(script, linesOf(await answerByService(service)))
      if (process.env['UPDATE_GOLDEN'] === '1' && process.env['CI'] === undefined) writeFileSync(path, answered)
      expect(answered).toBe(readFileSync(path, 'utf8'))
    } finally {
      await dispose()
    }
  })

  test('gives the same through REST', async () => {
    expect(await throughEndpoint(REST_SUBJECT, path, create)).toBe(readFileSync(path, 'utf8'))
  })

  test('gives the same through HiveServer2', async () => {
    expect(await throughEndpoint(hiveServer2Subject(connectPlain), path, create)).toBe(readFileSync(path, 'utf8'))
  })

  test('gives the same through JSON lines', async () => {
    expect(await throughEndpoint(JSON_LINES_SUBJECT, path, create)).toBe(readFileSync(path, 'utf8'))
  })
})
