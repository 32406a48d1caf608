import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PeerError } from './peer-error.js'

const JVM_DIR = '/usr/lib/jvm'
const NEEDED = '17'

/**
 * The home of a JDK 17: JAVA_HOME when it is one, else the first of that version under /usr/lib/jvm.
 * Rejects with what to install where there is none: other versions will not do (Flink's start scripts fail on 24 and later).
 */
export function java17Home(): string {
  const homes = [process.env['JAVA_HOME'], ...installedHomes()].filter((home) => home !== undefined)
  const home = homes.find(isJdk17)
  if (home === undefined) {
    throw new PeerError(
      `a JDK ${NEEDED} is needed (looked at JAVA_HOME and ${JVM_DIR}/*): install one, for example with "apt-get install openjdk-17-jdk-headless", or set JAVA_HOME`,
    )
  }
  return home
}

function installedHomes(): string[] {
  if (!existsSync(JVM_DIR)) return []
  return readdirSync(JVM_DIR)
    .filter((name) => name.includes(NEEDED))
    .sort()
    .map((name) => join(JVM_DIR, name))
}

/** The compiler counts too: programs of ours run from their source, which a JRE cannot do. */
function isJdk17(home: string): boolean {
  const release = join(home, 'release')
  if (!existsSync(join(home, 'bin', 'javac')) || !existsSync(release)) return false
  return new RegExp(`^JAVA_VERSION="${NEEDED}[".]`, 'm').test(readFileSync(release, 'utf8'))
}
