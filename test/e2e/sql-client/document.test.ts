import { expect, test } from '@jest/globals'
import { blocksOf, commandsOf, recordCommands, runCommands, withoutChance } from '../console-transcript.js'

const PAGE = 'docs/sql-client.md'

test('the page of the SQL client shows what its commands print', async () => {
  const shown = (await blocksOf(PAGE)).filter(({ language }) => language === 'console').flatMap(commandsOf)
  expect(shown.length).toBeGreaterThan(2)
  const ran = await runCommands(shown, {})
  if (process.env['UPDATE_GOLDEN'] === '1' && process.env['CI'] === undefined) await recordCommands(PAGE, ran)
  expect(withoutChance(ran)).toEqual(withoutChance(shown))
})
