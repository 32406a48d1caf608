import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { installOnce } from '../support/cache.js'
import { runCommand } from '../support/command.js'
import { java17Home } from '../support/java.js'
import { copyMavenJars } from '../support/maven.js'
import { downloadPypiFile, type PypiFile } from '../support/pypi.js'
import { FLINK_RELEASES, type FlinkRelease, type FlinkVersion } from './releases.js'

/** Raise it when the steps below change what an installation holds. */
const RECIPE_EDITION = 1

/** An Apache Flink release on this machine. */
export interface FlinkHome {
  readonly version: FlinkVersion
  /** What FLINK_HOME names: `bin`, `conf`, `lib`, `opt`, `plugins`, and `jdbc`. Read-only: a changed file leads to a fresh installation. */
  readonly dir: string
  readonly javaHome: string
  /** The class path of the JDBC driver, with all it needs. */
  readonly jdbcClassPath: string
}

/** Brings a Flink release into the peer cache (about 300 MB to download, once) and answers where it is. */
export async function installFlink(version: FlinkVersion, say: (text: string) => void): Promise<FlinkHome> {
  const javaHome = java17Home()
  const release: FlinkRelease = FLINK_RELEASES[version]
  const dir = await installOnce(`flink-${version}`, { edition: RECIPE_EDITION, ...release }, (target) =>
    layOut(release, target, javaHome, (text) => say(`flink ${version}: ${text}`)),
  )
  return { version, dir, javaHome, jdbcClassPath: jdbcClassPath(release, dir) }
}

async function layOut(release: FlinkRelease, dir: string, javaHome: string, say: (text: string) => void): Promise<void> {
  const work = join(dir, '.work')
  await withDownload(release.jars, work, say, async (archive) => {
    await runCommand('tar', ['-xzf', archive, '-C', work])
    cpSync(join(onlyFolderOf(work), 'deps'), dir, { recursive: true })
  })
  await withDownload(release.scripts, work, say, async (archive) => {
    await runCommand(join(javaHome, 'bin', 'jar'), ['xf', archive, 'pyflink/bin', 'pyflink/conf'], { cwd: work })
    cpSync(onlyFolderOf(work), dir, { recursive: true })
  })
  for (const script of readdirSync(join(dir, 'bin'))) chmodSync(join(dir, 'bin', script), 0o755)
  say('fetching the gateway and the JDBC driver')
  mkdirSync(work)
  await copyMavenJars([release.gateway], join(dir, 'opt'), work)
  await copyMavenJars(release.jdbc, join(dir, 'jdbc'), work)
  rmSync(work, { recursive: true })
}

/** Downloads into an empty work folder, lets `use` unpack there, and removes everything again. */
async function withDownload(file: PypiFile, work: string, say: (text: string) => void, use: (archive: string) => Promise<void>) {
  say(`downloading ${file.project} ${file.version}`)
  mkdirSync(work, { recursive: true })
  const archive = await downloadPypiFile(file, work)
  say(`unpacking ${file.project} ${file.version}`)
  await use(archive)
  rmSync(work, { recursive: true })
}

function onlyFolderOf(dir: string): string {
  const [folder] = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return join(dir, folder?.name ?? '')
}

function jdbcClassPath(release: FlinkRelease, dir: string): string {
  const all = (folder: string) => join(dir, folder, '*')
  if (release.jdbcBundled) return all('jdbc')
  const client = readdirSync(join(dir, 'opt')).filter((name) => /^flink-sql-(gateway|client)-/.test(name))
  return [all('jdbc'), ...client.map((name) => join(dir, 'opt', name)), all('lib')].join(':')
}
