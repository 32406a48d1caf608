/** What bin/sql-gateway.sh of a pretended release runs: a stand-in for Flink's gateway at the port that it was told. */
import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { openFakeFlink } from './fake-flink.js'

const [home = '', ...words] = process.argv.slice(2)
const port = words.map((word) => /^-Dsql-gateway\.endpoint\.rest\.port=(\d+)$/.exec(word)?.[1]).find((found) => found !== undefined)
writeFileSync(
  join(home, 'started.json'),
  JSON.stringify({
    words,
    port,
    pid: process.pid,
    conf: process.env['FLINK_CONF_DIR'],
    java: process.env['JAVA_HOME'],
    log: process.env['FLINK_LOG_DIR'],
  }),
)
appendFileSync(join(home, 'pids'), `${process.pid}\n`)
if (existsSync(join(home, 'broken'))) {
  process.stderr.write('a line of the broken release\na last word')
  process.exit(3)
}
if (existsSync(join(home, 'stubborn'))) process.on('SIGTERM', () => process.stdout.write('not yet\n'))
if (existsSync(join(home, 'silent'))) setInterval(() => undefined, 1000)
else if (existsSync(join(home, 'mute'))) {
  process.stdout.write('begins\n')
  createServer(() => process.stdout.write('is asked\n')).listen(Number(port), '127.0.0.1')
} else await openFakeFlink({ port: Number(port) })
