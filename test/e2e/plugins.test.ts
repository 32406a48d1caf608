import { once } from 'node:events'
import { connect } from 'node:net'
import { cpus } from 'node:os'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from '@jest/globals'
import { createTemporaryHome } from './temporary-home.js'

const BOTH = { 'sql-gateway.endpoint.type': 'lines', 'sql-gateway.engine.type': 'host', 'sql-gateway.endpoint.lines.port': '0' }

/** What `printf … | nc` does. */
async function send(url: string | undefined, statements: string): Promise<readonly string[]> {
  const { hostname, port } = new URL(url ?? '')
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  socket.end(statements)
  return (await text(socket)).split('\n')
}

describe('a plug-in', () => {
  test('that lies in the folder plugins answers clients', async () => {
    await using home = await createTemporaryHome()
    await home.install('examples/endpoint-lines', 'plugins/lines')
    await home.install('examples/engine-host', 'plugins/@acme/host')
    const addresses = await home.start(BOTH)
    expect(await send(addresses.get('lines'), 'SHOW TABLES\nSELECT cpu FROM cpus;\nSELECT * FROM gpus')).toEqual([
      ...['table name', 'cpus', 'memory', 'network_addresses', 'numbers', 'uptime', '\\.'],
      ...['cpu', ...cpus().map((_, i) => String(i)), '\\.'],
      '\\! STATEMENT.NOT_FOUND There is no table gpus. (line 1, column 15)',
      '',
    ])
  })

  test('that lies in a folder of sql-gateway.plugin-dirs is set by its own options', async () => {
    await using home = await createTemporaryHome()
    await home.install('examples/endpoint-lines', 'elsewhere/lines')
    await home.install('examples/engine-host', 'one-package')
    const addresses = await home.start({
      ...BOTH,
      'sql-gateway.plugin-dirs': 'elsewhere, one-package',
      'sql-gateway.engine.type': 'host-small',
      'sql-gateway.engine.host-small.numbers-count': '2',
      'sql-gateway.endpoint.lines.max-line-length': '30',
    })
    expect(await send(addresses.get('lines'), `SELECT n FROM numbers\n${'x'.repeat(31)}\n`)).toEqual([
      ...['n', '1', '2', '\\.'],
      '\\! REQUEST.TOO_LARGE The line has more than 30 characters.',
      '',
    ])
  })

  test('that is given an option which it does not have keeps the gateway from starting', async () => {
    await using home = await createTemporaryHome()
    await home.install('examples/endpoint-lines', 'plugins/lines')
    await home.install('examples/engine-host', 'plugins/host')
    const options = Object.entries({
      ...BOTH,
      'sql-gateway.endpoint.lines.max-line-lenght': '30',
      'sql-gateway.endpoint.lines.address': '0.0.0.0',
    })
    const { code, stderr } = await home.run('start', ...options.map(([key, value]) => `-D${key}=${value}`))
    expect(code).toBe(1)
    expect(stderr).toContain("Did you mean 'sql-gateway.endpoint.lines.max-line-length'?")
    expect(stderr).toContain('sql-gateway.endpoint.lines.address')
  })

  test('shows its options in the help', async () => {
    await using home = await createTemporaryHome()
    await home.install('examples/endpoint-lines', 'plugins/lines')
    const { stdout } = await home.run('--help')
    expect(stdout).toContain('sql-gateway.endpoint.lines.port  (8023)')
  })
})
