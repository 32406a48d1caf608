import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { socketExample } from '../../src/server/listen-on-socket.js'
import { runEndpoint } from '../running-endpoint.js'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rest-socket-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

async function get(socketPath: string, path: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  request({ socketPath, path }, (response) => resolve(text(response)))
    .on('error', reject)
    .end()
  return await promise
}

describe('server/listen-on-socket', () => {
  test('a Unix socket takes the place of address and port, for its owner only, and goes with the endpoint', async () => {
    const socket = join(folder, 'rest.sock')
    {
      await using endpoint = await runEndpoint({}, { settings: { bindSocket: socket } })
      expect(endpoint.url).toBe(`http+unix://${encodeURIComponent(socket)}`)
      expect(statSync(socket).mode & 0o777).toBe(0o600)
      expect(await get(socket, '/v1/api_versions')).toBe('{"versions":["V1","V2"]}')
    }
    expect(existsSync(socket)).toBe(false)
  })

  test('the example that is shown can be typed into a shell, whatever the path', () => {
    expect(socketExample('/run/sql-gateway/rest.sock')).toBe('curl -s --unix-socket /run/sql-gateway/rest.sock http://localhost/v1/info')
    expect(socketExample("/home/o'neill/my files/s")).toBe(
      String.raw`curl -s --unix-socket '/home/o'\''neill/my files/s' http://localhost/v1/info`,
    )
  })

  test('a file that is in use, and a folder that is not there, stop the start', async () => {
    const socket = join(folder, 'rest.sock')
    await using _first = await runEndpoint({}, { settings: { bindSocket: socket } })
    const inUse = runEndpoint({}, { settings: { bindSocket: socket } })
    await expect(inUse).rejects.toMatchObject({ code: 'GATEWAY.START_FAILED', publicMessage: expect.stringContaining('the file exists') })
    const nowhere = runEndpoint({}, { settings: { bindSocket: join(folder, 'no', 'rest.sock') } })
    await expect(nowhere).rejects.toMatchObject({ code: 'GATEWAY.START_FAILED', publicMessage: expect.stringContaining('folder') })
  })
})
