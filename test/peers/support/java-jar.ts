import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { runCommand } from '#scripts/peers/support/command.js'

/** What a jar is made of. */
export interface JarSource {
  readonly javaHome: string
  readonly source: string
  readonly classPath: string
}

/** Compiles a source file into a jar of a folder that is there; answers where it is. */
export async function makeJar({ javaHome, source, classPath }: JarSource, folder: string): Promise<string> {
  const classes = path.join(folder, 'classes')
  mkdirSync(classes)
  await runCommand(path.join(javaHome, 'bin', 'javac'), ['-encoding', 'UTF-8', '-cp', classPath, '-d', classes, source])
  const jar = path.join(folder, `${path.basename(source, '.java')}.jar`)
  await runCommand(path.join(javaHome, 'bin', 'jar'), ['cf', jar, '-C', classes, '.'])
  return jar
}
