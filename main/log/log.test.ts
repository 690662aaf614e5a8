import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LogFile } from './log-file.ts'
import { createLog } from './log.ts'

const fixture = () => {
  const lines: string[] = []
  let at = Date.UTC(2026, 10, 20)
  const log = createLog({
    write: (line) => lines.push(line),
    redact: (line) => line.replaceAll('/home/ada', '~'),
    now: () => at,
  })
  return { log, lines, wait: (ms: number) => (at += ms) }
}

describe('the log', () => {
  it('writes time, level and text', () => {
    const { log, lines } = fixture()
    log.warn('no tray here')
    expect(lines).toEqual(['2026-11-20T00:00:00.000Z warn no tray here'])
  })

  it('gives an error an id and writes its stack and cause without the user’s paths', () => {
    const { log, lines } = fixture()
    const id = log.error('could not save', new Error('outer /home/ada/x', { cause: new Error('inner') }))
    expect(id).toMatch(/^[0-9a-f]{8}$/)
    expect(lines[0]).toContain(`error [${id}] could not save: Error: outer ~/x`)
    expect(lines[0]).toContain('caused by Error: inner')
  })

  it('lets no text pretend to be a line of its own or move the terminal', () => {
    const { log, lines } = fixture()
    log.info('name\r\n2026-11-20T00:00:00.000Z error forged\u001b[2J')
    expect(lines[0]?.split('\n')[1]).toBe('    2026-11-20T00:00:00.000Z error forged?[2J')
  })

  it('cuts a flood off until the next minute and says so once', () => {
    const { log, lines, wait } = fixture()
    for (let i = 0; i < 2000; i++) log.info('again')
    expect(lines).toHaveLength(601)
    wait(60_000)
    log.info('later')
    expect(lines.at(-1)).toMatch(/later$/)
  })
})

describe('the log file', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'log-'))
  })
  afterEach(() => rm(folder, { recursive: true }))
  const options = () => ({ folder: join(folder, 'logs'), name: 'app.log', maxBytes: 100, files: 3 })

  it('keeps the newest lines in three files, none past its share', async () => {
    using file = new LogFile(options())
    for (let i = 0; i < 100; i++) file.write(`line ${String(i).padStart(3, '0')}`)
    const names = (await readdir(join(folder, 'logs'))).toSorted()
    expect(names).toEqual(['app.log', 'app.log.1', 'app.log.2'])
    const texts = await Promise.all(
      ['app.log.2', 'app.log.1', 'app.log'].map((n) => readFile(join(folder, 'logs', n), 'utf8')),
    )
    expect(texts.every((text) => text.length <= 100)).toBe(true)
    const kept = texts.join('').trim().split('\n')
    expect(kept.at(-1)).toBe('line 099')
    expect(kept).toEqual(kept.toSorted())
  })

  it('goes on where the run before it stopped', async () => {
    new LogFile(options()).write('first')
    new LogFile(options()).write('second')
    expect(await readFile(join(folder, 'logs', 'app.log'), 'utf8')).toBe('first\nsecond\n')
  })

  it('does not throw where it cannot write', () => {
    using _inTheWay = new LogFile(options())
    using file = new LogFile({ ...options(), folder: join(folder, 'logs', 'app.log') })
    expect(() => file.write('x')).not.toThrow()
  })
})
