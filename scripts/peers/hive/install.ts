import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { installOnce } from '../support/cache.js'
import { java17Home } from '../support/java.js'
import { copyMavenJars, type MavenJar } from '../support/maven.js'
import { BEELINE_JARS, HIVE_JDBC_JARS, type HiveJdbcVersion } from './releases.js'

/** A client of HiveServer2 in Java, ready to run. */
export interface HiveClientHome {
  readonly javaHome: string
  readonly classPath: string
}

/** Brings Hive's JDBC driver into the peer cache (40 to 70 MB to download, once). */
export async function installHiveJdbc(version: HiveJdbcVersion): Promise<HiveClientHome> {
  return { javaHome: java17Home(), classPath: await jars(`hive-jdbc-${version}`, [HIVE_JDBC_JARS[version]]) }
}

/** Brings Beeline 3.1.3 with its driver into the peer cache (80 MB to download, once). Its main class is org.apache.hive.beeline.BeeLine. */
export async function installBeeline(): Promise<HiveClientHome> {
  return { javaHome: java17Home(), classPath: await jars('beeline-3.1.3', [...BEELINE_JARS, HIVE_JDBC_JARS['3.1.3']]) }
}

/** The class path of all jars of a peer. */
async function jars(name: string, wanted: readonly MavenJar[]): Promise<string> {
  const dir = await installOnce(name, { edition: 1, jars: wanted }, async (target) => {
    const work = join(target, '.work')
    mkdirSync(work)
    await copyMavenJars(wanted, target, work)
    rmSync(work, { recursive: true })
  })
  return join(dir, '*')
}
