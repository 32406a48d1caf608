import type { Activity } from '../activity.js'
import type { TerminalDevice } from '../device/terminal-device.js'
import type { Keyboard } from '../input/keyboard.js'
import type { Palette } from '../render/palette.js'
import type { ViewScreen } from '../view/result-view.js'
import { startPager } from './external-pager.js'
import type { PagerTarget } from './paged-output.js'
import { showPager } from './pager-view.js'

/** What a pager is chosen and opened with. */
export interface PagerTargetInit {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly device: TerminalDevice
  readonly screen: ViewScreen
  readonly keyboard: Keyboard
  readonly palette: Palette
  /** Says what has the screen from now on; undefined after the end. */
  onActivity(activity: Activity | undefined): void
}

/**
 * What opens a pager: the program of `SQL_CLIENT_PAGER` or `PAGER`, or else the client's own.
 *
 * @returns undefined where the user wants none: the variable is empty, or `cat`
 */
export function openPagerTarget(init: PagerTargetInit): (() => PagerTarget) | undefined {
  const command = init.environment['SQL_CLIENT_PAGER'] ?? init.environment['PAGER']
  if (command === undefined) return () => openOwn(init)
  if (command.trim() === '' || command.trim() === 'cat') return undefined
  return () => openProgram(command, init)
}

function openOwn({ device, screen, keyboard, palette, onActivity }: PagerTargetInit): PagerTarget {
  device.setFullScreen(true)
  const pager = showPager({ screen, keyboard, palette })
  onActivity(pager)
  const done = pager.done.then(() => {
    onActivity(undefined)
    device.setFullScreen(false)
    // What was looked at last stays to be seen, as with `less -X`.
    device.write(
      pager
        .page()
        .map((line) => `${line}\n`)
        .join(''),
    )
  })
  return { write: (text) => pager.write(text), end: () => pager.end(), done }
}

/** So much is kept until a program has shown that it runs; it fails at once or not at all. In UTF-16 units. */
const MAX_KEPT = 1024 * 1024

function openProgram(command: string, init: PagerTargetInit): PagerTarget {
  const { device, environment, onActivity } = init
  const lent = device.lend()
  const pager = startPager(command, environment)
  // It follows the size of the terminal, and paints, by itself.
  onActivity({ resize: () => undefined, repaint: () => undefined, leave: () => pager.stop() })
  const kept: string[] = []
  let keptSize = 0
  let isEnded = false
  let instead: PagerTarget | undefined
  const done = pager.done.then(async ({ hasStarted }) => {
    onActivity(undefined)
    lent[Symbol.dispose]()
    if (hasStarted) return
    // What the shell says of the program that is not there stays on the screen below.
    instead = openOwn(init)
    for (const text of kept) void instead.write(text)
    if (isEnded) instead.end()
    await instead.done
  })
  return {
    write: (text) => {
      if (instead !== undefined) return instead.write(text)
      keptSize += text.length
      if (keptSize <= MAX_KEPT) kept.push(text)
      return pager.write(text)
    },
    end: () => {
      isEnded = true
      if (instead === undefined) pager.end()
      else instead.end()
    },
    done,
  }
}
