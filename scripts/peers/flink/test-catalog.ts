import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { installOnce } from '../support/cache.js'
import { copyMavenJars, type MavenJar } from '../support/maven.js'
import type { FlinkVersion } from './releases.js'

const GROUP = 'org.apache.flink'
const ARTIFACT = 'flink-table-filesystem-test-utils'

/** The catalog of Flink's own tests that keeps tables in files, materialized ones too; of 1.20 only its first release is published. */
const JARS = {
  '2.3.0': {
    group: GROUP,
    artifact: ARTIFACT,
    version: '2.3.0',
    sha256: '675896fb7239010371beced656d1be5d183fb0a6857d9a7aecc899eadf0e16d9',
  },
  '1.20.3': {
    group: GROUP,
    artifact: ARTIFACT,
    version: '1.20.0',
    sha256: 'b863c0904aefca6aedb0fff03f802a6f10d0e465a19ee964017b25b9d1472126',
  },
} as const satisfies Record<FlinkVersion, MavenJar>

/**
 * Brings the jar with the catalog of type `test-filesystem` into the peer cache and answers its path. A session has it after
 * `ADD JAR '<path>'`; it is no part of the release, so that the releases' own catalogs are all that other tests see.
 */
export async function installTestCatalog(version: FlinkVersion): Promise<string> {
  const jar = JARS[version]
  const dir = await installOnce(`flink-test-catalog-${version}`, jar, async (target) => {
    const work = join(target, '.work')
    mkdirSync(work)
    await copyMavenJars([jar], target, work)
    rmSync(work, { recursive: true })
  })
  return join(dir, `${jar.artifact}-${jar.version}.jar`)
}
