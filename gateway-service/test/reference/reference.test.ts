import { describe, expect, test } from '@jest/globals'
import { durationOption, ERROR_CODES, integerOption, stringListOption, stringOption } from '@sql-gateway/gateway-common'
import { createFileSource } from '../../src/configuration/file-source.js'
import { createStartProblems } from '../../src/configuration/start-problems.js'
import { renderConfigurationFile } from '../../src/reference/configuration-file.js'
import { renderConfigurationPage } from '../../src/reference/configuration-page.js'
import { renderErrorsPage } from '../../src/reference/errors-page.js'
import type { OptionSection } from '../../src/reference/option-sections.js'
import { wrapText } from '../../src/reference/wrap-text.js'

const SECTIONS = [
  {
    title: 'First',
    options: [
      durationOption('x.idle', '5 min', { doc: 'Closes a thing. Zero keeps it.' }),
      stringOption<string>('x.mode', 'a: b', { doc: 'Either | or.', oneOf: ['a: b', 'c'] }),
      stringListOption('x.hosts', ['*'], { doc: 'Hosts.' }),
    ],
  },
  {
    title: 'Second',
    options: [
      stringOption<string | undefined>('y.password', undefined, { doc: 'A secret.', sensitive: true, required: true }),
      integerOption<number>('y.old', 3, { doc: 'Old.', deprecated: 'y.new' }),
    ],
  },
] as unknown as readonly OptionSection[]

describe('renderConfigurationFile', () => {
  const text = renderConfigurationFile(SECTIONS, { 'x.idle': '7 min' })

  test('holds every option with its doc and default, commented out but for those that are shipped', () => {
    expect(text.slice(text.indexOf('# -- First'))).toBe(
      [
        `# ${'-- First '.padEnd(118, '-')}`,
        '# (duration) Closes a thing. Zero keeps it.\nx.idle: 7 min',
        '# (a: b | c) Either | or.\n# x.mode: "a: b"',
        '# (list) Hosts.\n# x.hosts: "*"',
        `# ${'-- Second '.padEnd(118, '-')}`,
        '# (text) Required. Never shown or logged. A secret.\n# y.password:',
        '# (number) Deprecated: use y.new. Old.\n# y.old: 3\n',
      ].join('\n\n'),
    )
  })

  test('is read back with its defaults when every # before a key is taken away', () => {
    const problems = createStartProblems()
    const source = createFileSource(text.replaceAll(/^# (\S+\.\S+:( |$))/gm, '$1'), 'x.yaml', problems)
    expect(problems.all).toEqual([])
    expect([...source.names()].map((name) => [name, source.get(name)?.value])).toEqual([
      ['x.idle', '7 min'],
      ['x.mode', 'a: b'],
      ['x.hosts', '*'],
      ['y.password', ''],
      ['y.old', '3'],
    ])
  })
})

describe('renderConfigurationPage', () => {
  test('has a table for each section and a line for each variable of the launcher', () => {
    const text = renderConfigurationPage(SECTIONS)
    expect(text).toContain('| `SQL_GATEWAY_CONF_DIR` | The folder of sql-gateway.yaml. Default: conf in the home folder. |\n')
    expect(text).toContain(
      '## First\n\n| Option | Type | Default | Meaning |\n|---|---|---|---|\n| `x.idle` | duration | `5 min` | Closes a thing. Zero keeps it. |\n',
    )
    expect(text).toContain('| `x.mode` | a: b \\| c | `a: b` | Either \\| or. |')
    expect(text).toContain('| `y.password` | text |  | A secret. Required. Never shown or logged. |')
  })
})

describe('renderErrorsPage', () => {
  test('has every error once, under its kind', () => {
    const text = renderErrorsPage()
    expect(text.match(/^\| `[A-Z]/gm)).toHaveLength(Object.keys(ERROR_CODES).length)
    expect(text).toMatch(/^## Capacity\n.*\| `SESSION.LIMIT_REACHED` \| 2010 \| `08004` \| yes \| .*^## External$/ms)
  })
})

describe('wrapText', () => {
  test('breaks between words and leaves long ones whole', () => {
    expect(wrapText('a bb ccc dddddddd e', 6)).toEqual(['a bb', 'ccc', 'dddddddd', 'e'])
  })
})
