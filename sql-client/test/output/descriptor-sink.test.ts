import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { SYSTEM_CLOCK } from '@sql-gateway/gateway-common'
import { createDescriptorSink } from '../../src/output/descriptor-sink.js'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'descriptor-sink-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

describe('output/descriptor-sink', () => {
  test('writes everything in order, and holds the writer back after one that is under way', async () => {
    const path = join(folder, 'out')
    const descriptor = openSync(path, 'w')
    const sink = createDescriptorSink(descriptor, SYSTEM_CLOCK)
    expect(sink.write('a'.repeat(1_000_000))).toBeUndefined()
    const held = sink.write(Buffer.from('b'))
    expect(held).toBeInstanceOf(Promise)
    await held
    expect(sink.write('')).toBeUndefined()
    await sink.write('ä')
    await sink.flush()
    closeSync(descriptor)
    expect(readFileSync(path, 'utf8')).toBe(`${'a'.repeat(1_000_000)}bä`)
  })

  test('waits no more for a reader who has stopped once it is given up', async () => {
    const path = join(folder, 'pipe')
    execFileSync('mkfifo', [path])
    // Open for both, so that opening waits for nobody; nothing is ever read.
    const descriptor = openSync(path, constants.O_RDWR)
    const sink = createDescriptorSink(descriptor, SYSTEM_CLOCK)
    expect(sink.write('a'.repeat(1_000_000))).toBeUndefined()
    const held = sink.write('b')
    const flushed = sink.flush()
    sink.giveUp()
    await held
    await flushed
    await sink.flush()
    expect(sink.write('c')).toBeUndefined()
    const read = Buffer.alloc(1_000_000)
    for (let count = 0; count < read.length; ) count += readSync(descriptor, read)
    closeSync(descriptor)
  })

  test('is closed with the reason when nothing can be written any more', async () => {
    const descriptor = openSync('/dev/full', 'w')
    const sink = createDescriptorSink(descriptor, SYSTEM_CLOCK)
    await sink.write('a')
    await sink.flush()
    closeSync(descriptor)
    expect(sink.closed.aborted).toBe(true)
    expect(sink.closed.reason).toMatchObject({ code: 'ENOSPC' })
    expect(sink.write('b')).toBeUndefined()
  })
})
