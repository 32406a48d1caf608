import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from './cache.js'
import { runDownload } from './command.js'
import { PeerError } from './peer-error.js'

/** One jar of a Maven repository, pinned by its SHA-256. */
export interface MavenJar {
  readonly group: string
  readonly artifact: string
  readonly version: string
  /** Such as `standalone`: one of several jars of the artifact. */
  readonly classifier?: string
  readonly sha256: string
}

const COPY_GOAL = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy'

/**
 * Brings jars (without what they depend on) into `dir` through the machine's own Maven and its settings.
 * `workDir` takes the throw-away project file. Rejects when a jar is not published or is not the pinned one.
 */
export async function copyMavenJars(jars: readonly MavenJar[], dir: string, workDir: string): Promise<void> {
  mkdirSync(dir, { recursive: true })
  const pom = join(workDir, 'pom.xml')
  writeFileSync(pom, projectFile(jars, dir))
  await runDownload('mvn', ['-B', '-q', '-f', pom, COPY_GOAL])
  for (const jar of jars) {
    const file = [jar.artifact, jar.version, ...classifierOf(jar)].join('-').concat('.jar')
    const found = sha256(readFileSync(join(dir, file)))
    if (found !== jar.sha256) throw new PeerError(`${file} has the checksum ${found} where ${jar.sha256} was expected`)
  }
}

function classifierOf({ classifier }: MavenJar): string[] {
  return classifier === undefined ? [] : [classifier]
}

function projectFile(jars: readonly MavenJar[], dir: string): string {
  const items = jars.map((jar) => {
    const classifier = classifierOf(jar).map((name) => `<classifier>${name}</classifier>`)
    const coordinates = `<groupId>${jar.group}</groupId><artifactId>${jar.artifact}</artifactId><version>${jar.version}</version>`
    return `<artifactItem>${coordinates}${classifier.join('')}</artifactItem>`
  })
  return `<project>
<modelVersion>4.0.0</modelVersion><groupId>peer</groupId><artifactId>peer</artifactId><version>1</version><packaging>pom</packaging>
<build><plugins><plugin><groupId>org.apache.maven.plugins</groupId><artifactId>maven-dependency-plugin</artifactId>
<configuration><outputDirectory>${dir}</outputDirectory><artifactItems>${items.join('\n')}</artifactItems></configuration>
</plugin></plugins></build></project>`
}
