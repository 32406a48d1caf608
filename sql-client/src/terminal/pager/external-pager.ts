import { spawn } from 'node:child_process'

/** Another program that shows text, such as `less`. */
export interface ExternalPager {
  /** Takes more text; the promise is there while the program is behind. */
  write(text: string | Uint8Array): Promise<void> | undefined
  /** Says that no more comes. */
  end(): void
  /** Ends the program. */
  stop(): void
  /** Resolves when the program has ended; `hasStarted` is false when there is no such program. */
  readonly done: Promise<{ readonly hasStarted: boolean }>
}

/** What `less` does unless the user says otherwise: colours, long lines cut, text stays on the screen, no wait for what fits. */
const LESS_OPTIONS = 'FRSX'

/** How a shell says that there is no such command, and that it cannot be run. */
const NO_COMMAND = new Set([126, 127])

/**
 * Starts a pager on the process's own terminal, which it has to itself until it ends.
 *
 * @param command - for the shell, as in the variable PAGER
 */
export function startPager(command: string, environment: Readonly<Record<string, string | undefined>>): ExternalPager {
  const child = spawn('/bin/sh', ['-c', command], {
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { ...environment, LESS: environment['LESS'] ?? LESS_OPTIONS },
  })
  const { stdin } = child
  // It may be left before it has read everything.
  stdin.on('error', () => undefined)
  const done = new Promise<{ readonly hasStarted: boolean }>((resolve) => {
    child.on('error', () => resolve({ hasStarted: false }))
    child.on('close', (code) => resolve({ hasStarted: !NO_COMMAND.has(code ?? 0) }))
  })
  return {
    write: (text) => {
      if (!stdin.writable || stdin.write(text)) return undefined
      return Promise.race([new Promise<void>((resolve) => stdin.once('drain', resolve)), done.then(() => undefined)])
    },
    end: () => stdin.end(),
    stop: () => child.kill('SIGHUP'),
    done,
  }
}
