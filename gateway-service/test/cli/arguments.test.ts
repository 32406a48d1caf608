import { describe, expect, test } from '@jest/globals'
import { parseCommandLine } from '../../src/cli/arguments.js'

describe('parseCommandLine', () => {
  test.each([
    [['start'], { command: 'start', options: {} }],
    [['start-foreground', '-Da.b=c', '-D', 'd=e=f'], { command: 'start-foreground', options: { 'a.b': 'c', d: 'e=f' } }],
    [['-Da=', 'start'], { command: 'start', options: { a: '' } }],
    [['start', '-Da=1', '-Da=2'], { command: 'start', options: { a: '2' } }],
    [['start', '-Da=-h --help'], { command: 'start', options: { a: '-h --help' } }],
    [['stop-all'], { command: 'stop-all', options: {} }],
    [['-h'], { command: '--help', options: {} }],
    [['start', '--help'], { command: '--help', options: {} }],
    [['-v'], { command: '--version', options: {} }],
    [['help'], { command: '--help', options: {} }],
    [['help', 'start'], { command: '--help', options: {} }],
    [['version'], { command: '--version', options: {} }],
  ])('reads %j', (words, line) => {
    expect(parseCommandLine(words)).toEqual(line)
  })

  test.each([
    [[], 'A command is missing.'],
    [['-Da=b'], 'A command is missing.'],
    [['strat'], "'strat' is not known."],
    [['start', 'now'], "'now' is not known."],
    [['start', '--port=1'], "'--port=1' is not known."],
    [['start', 'stop'], 'Give one command; these are 2: start stop.'],
    [['start', '-Dkey'], "'-Dkey' is not of the form -Dkey=value."],
    [['start', '-D=value'], "'-D=value' is not of the form -Dkey=value."],
    [['start', '-D'], "'-D' is not of the form -Dkey=value."],
    [['start', '-D', 'stop'], "'-Dstop' is not of the form -Dkey=value."],
    [['stop', '-Da=b'], 'stop takes no options.'],
    [['constructor'], "'constructor' is not known."],
  ])('refuses %j', (words, fault) => {
    expect(parseCommandLine(words)).toEqual({ fault })
  })
})
