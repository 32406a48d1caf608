import { type ForeignRun, runForeign } from './foreign-process.js'

/** A Java program of one source file. */
export interface JavaProgram {
  readonly javaHome: string
  readonly source: string
  readonly classPath: string
  readonly args: readonly string[]
}

/** Compiles and runs it in one step (the launcher's source-file mode). */
export function runJava({ javaHome, source, classPath, args }: JavaProgram): Promise<ForeignRun> {
  return runForeign({ command: `${javaHome}/bin/java`, args: ['-Xmx512m', '-Dfile.encoding=UTF-8', '-cp', classPath, source, ...args] })
}
