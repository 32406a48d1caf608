import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { writeClientConfig } from '#scripts/peers/flink/cluster-config.js'
import { type FlinkHome, installFlink } from '#scripts/peers/flink/install.js'
import { blocksOf, commandsOf, README_PORTS, recordCommands, runCommands, withoutChance } from '../e2e/console-transcript.js'
import { sayOnConsole } from './flink/versions.js'

/**
 * A shell script that is Flink's client as it is on a user's path. It runs without a terminal here, so that its complaint about that is
 * dropped, and so are the colours that a terminal would show.
 */
function sqlClient(flink: FlinkHome, folder: string): string {
  return `#!/bin/bash
export JAVA_HOME='${flink.javaHome}' FLINK_CONF_DIR='${writeClientConfig(flink, folder)}' FLINK_LOG_DIR='${folder}'
'${flink.dir}/bin/sql-client.sh' "$@" -hist '${folder}/history' 2>/dev/null | sed -e 's/\\x1b\\[[0-9;]*m//g' -e 's|${folder}/history|~/.flink-sql-history|'
`
}

test("README shows what Flink's SQL client prints", async () => {
  const flink = await installFlink('2.3.0', sayOnConsole)
  const folder = mkdtempSync(path.join(tmpdir(), 'sql-gateway-readme-'))
  try {
    const shown = (await blocksOf('README.md')).filter(({ language }) => language === 'console').flatMap(commandsOf)
    const ran = await runCommands(shown, README_PORTS, { 'sql-client.sh': sqlClient(flink, folder) })
    if (process.env['UPDATE_GOLDEN'] === '1' && process.env['CI'] === undefined) await recordCommands('README.md', ran)
    expect(withoutChance(ran)).toEqual(withoutChance(shown))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
