import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { openScript, readWhole } from '../../src/script/script-source.js'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'script-source-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

async function* bytes(...chunks: readonly (readonly number[] | string)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : Uint8Array.from(chunk)
}

const read = async (location: string, input = bytes()) => await readWhole(openScript(location, input))

describe('script/script-source', () => {
  test('reads files, their addresses, and standard input, without the mark at the beginning', async () => {
    const path = join(folder, 'a b.sql')
    writeFileSync(path, '\u{feff}SELECT 1;\r\n')
    expect(await read(path)).toBe('SELECT 1;\r\n')
    expect(await read(pathToFileURL(path).href)).toBe('SELECT 1;\r\n')
    expect(await read('-', bytes('SELECT ', [0xc3], [0xb6]))).toBe('SELECT ö')
  })

  test('reads from the web', async () => {
    const server = createServer((request, response) => response.writeHead(request.url === '/a.sql' ? 200 : 404).end('SELECT 1'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    expect(await read(`${url}/a.sql`)).toBe('SELECT 1')
    await expect(read(`${url}/b.sql`)).rejects.toMatchObject({ kind: 'file', message: expect.stringContaining('status 404') })
    server.close()
    server.closeAllConnections()
  })

  test.each([
    ['in the middle', [[0x41, 0x0a, 0xff, 0x41]], 'line 2'],
    ['behind other parts', ['\n\n', [0x41, 0xc3, 0x28]], 'line 3'],
    ['at the end', ['\n', [0xc3]], 'line 2'],
    [
      'behind a part that ends within a character',
      [
        [0xe2, 0x82],
        [0xac, 0x0a, 0x0a, 0xff],
      ],
      'line 3',
    ],
    ['where a part ends within a character that does not go on', ['\n', [0xe2], [0x82], '\n'], 'line 2'],
    ['behind the character for what is none', ['\u{fffd}\n', [0x0a, 0xef, 0xbf, 0xbd, 0x0a, 0x0a, 0xff, 0x0a]], 'line 5'],
  ] as const)('refuses what is no UTF-8 %s', async (_, chunks, place) => {
    await expect(read('-', bytes(...chunks))).rejects.toMatchObject({ kind: 'file', message: expect.stringContaining(place) })
  })

  test('refuses UTF-16, folders and files that are not there', async () => {
    await expect(read('-', bytes([0xff, 0xfe, 0x41, 0]))).rejects.toMatchObject({ message: expect.stringContaining('UTF-16') })
    await expect(read(folder)).rejects.toMatchObject({ kind: 'file', message: expect.stringContaining('it is a folder') })
    await expect(read(join(folder, 'no.sql'))).rejects.toMatchObject({
      kind: 'file',
      message: expect.stringContaining('there is no such file'),
    })
  })
})
