import { expect, test } from '@jest/globals'
import { blocksOf, commandsOf, README_PORTS, recordCommands, runCommands, withoutChance } from './console-transcript.js'

test("README's commands print what it shows, those of foreign clients left to the peers' tests", async () => {
  const shown = (await blocksOf('README.md')).filter(({ language }) => language === 'console').flatMap(commandsOf)
  const own = shown.filter(({ command }) => !command.startsWith('sql-client.sh'))
  expect(own.length).toBeGreaterThan(5)
  const ran = await runCommands(own, README_PORTS)
  if (process.env['UPDATE_GOLDEN'] === '1' && process.env['CI'] === undefined) await recordCommands('README.md', ran)
  expect(withoutChance(ran)).toEqual(withoutChance(own))
})
