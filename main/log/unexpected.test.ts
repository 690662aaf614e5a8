import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createLog } from './log.ts'
import { catchUnexpected } from './unexpected.ts'

const fixture = () => {
  const lines: string[] = []
  const log = createLog({ write: (line) => lines.push(line), redact: (line) => line, now: () => 0 })
  const source = new EventEmitter()
  const tell = catchUnexpected(log, source as unknown as NodeJS.Process)
  return { lines, source, tell }
}

describe('a bug nobody caught', () => {
  it('is logged each time and told once', () => {
    const { lines, source, tell } = fixture()
    const told: string[] = []
    tell((logId) => told.push(logId))
    source.emit('uncaughtException', new Error('one'))
    source.emit('unhandledRejection', new Error('two'))
    expect(lines).toHaveLength(2)
    expect(told).toHaveLength(1)
    expect(lines[0]).toContain(told[0])
  })

  it('is told as soon as there is somebody to tell', () => {
    const { lines, source, tell } = fixture()
    source.emit('unhandledRejection', 'not even an error')
    const told: string[] = []
    tell((logId) => told.push(logId))
    expect(lines[0]).toContain(told[0])
    expect(lines[0]).toContain('not even an error')
  })
})
