import { describe, expect, test } from '@jest/globals'
import { parseArguments } from '../../src/cli/arguments.js'

describe('cli/arguments', () => {
  test('runs a gateway inside unless there is an address', () => {
    expect(parseArguments([])).toMatchObject({ endpoint: undefined, commands: [], sessionName: 'default', hasHeader: true, goesOn: false })
    expect(parseArguments(['embedded', '--path', 'a.duckdb'])).toMatchObject({ endpoint: undefined, database: 'a.duckdb' })
    expect(parseArguments(['gateway'])).toMatchObject({ endpoint: 'http://127.0.0.1:8083' })
    expect(parseArguments(['-e', 'h:1'])).toMatchObject({ endpoint: 'h:1' })
    expect(parseArguments(['gateway', '--endpoint', 'https://h/x'])).toMatchObject({ endpoint: 'https://h/x' })
  })

  test("takes the options of Flink's client and its own", () => {
    const words = ['-f', 'a.sql', '-i', 'i.sql', '-s', 'me', '-Da=b=c', '-D', 'd = e', '-o', 'CSV', '--no-header', '-k', '-hist', 'h']
    expect(parseArguments(words)).toMatchObject({
      script: 'a.sql',
      initScript: 'i.sql',
      sessionName: 'me',
      properties: { a: 'b=c', d: ' e' },
      format: 'csv',
      hasHeader: false,
      goesOn: true,
      historyFile: 'h',
    })
    expect(parseArguments(['-c', 'SELECT 1', '-c', 'SELECT 2']).commands).toEqual(['SELECT 1', 'SELECT 2'])
  })

  test('gives options of the gateway to the one inside, and properties to the session', () => {
    const words = ['-Dsql-gateway.engine.type=flink', '-Dsql-gateway.engine=flink', '-Da=b']
    expect(parseArguments(words)).toMatchObject({
      gatewayOptions: { 'sql-gateway.engine.type': 'flink' },
      properties: { 'sql-gateway.engine': 'flink', a: 'b' },
    })
    expect(parseArguments(['-e', 'h:1', '-Dsql-gateway.engine=flink'])).toMatchObject({ properties: { 'sql-gateway.engine': 'flink' } })
    expect(() => parseArguments(['-e', 'h:1', ...words])).toThrow(
      'sql-gateway.engine.type is an option of a gateway; with -e it has no meaning',
    )
  })

  test.each([
    [['-x'], "Unknown option '-x'"],
    [['remote'], "'remote' is not known"],
    [['gateway', 'now'], "'now' is not known"],
    [['embedded', '-e', 'h:1'], 'embedded runs a gateway inside'],
    [['-e', 'h:1', '-p', 'x'], '--path is the database of the gateway inside'],
    [['-c', 'a', '-f', 'b'], 'by -c or by -f'],
    [['-o', 'xml'], "--output is one of table, csv, tsv, jsonl, not 'xml'"],
    [['-D', 'novalue'], "'-Dnovalue' is not of the form -Dkey=value"],
    [['-j', 'a.jar'], "Unknown option '-j'. Jars are added by the statement ADD JAR"],
    [['--jar=a.jar'], 'ADD JAR'],
    [['-l', 'lib'], 'ADD JAR'],
    [['-u', 'INSERT'], 'Statements are given by -c'],
    [['-pyexec', 'python3'], "Unknown option '-pyexec'. Python is set up by -D python"],
    [['-f'], "'-f, --file <value>' argument missing"],
  ])('refuses %p', (words, message) => {
    expect(() => parseArguments(words)).toThrow(expect.objectContaining({ kind: 'usage', message: expect.stringContaining(message) }))
  })
})
