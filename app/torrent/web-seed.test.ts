import { describe, expect, it } from 'vitest'
import { textToWebSeeds, webSeedDelay, type WebSeedProblem } from './web-seed.ts'

const failure = (problem: WebSeedProblem, message: string | null = null, retryAfter: number | null = null) => ({
  problem,
  message,
  retryAfter,
})

describe('how long a web seed is left alone', () => {
  it('is twice as long each time, up to an hour', () => {
    const delays = [1, 2, 3, 4, 20].map((failures) => webSeedDelay(failure('unreachable'), failures))
    expect(delays).toEqual([10_000, 20_000, 40_000, 80_000, 3_600_000])
  })

  it('is an hour where waiting a little mends nothing', () => {
    for (const problem of ['not-there', 'wrong-size', 'no-ranges', 'refused-address'] as const) {
      expect(webSeedDelay(failure(problem), 1)).toBe(3_600_000)
    }
    expect(webSeedDelay(failure('http-status', '403'), 1)).toBe(3_600_000)
    expect(webSeedDelay(failure('http-status', '502'), 1)).toBe(10_000)
  })

  it('is what the server asks for, within bounds', () => {
    expect(webSeedDelay(failure('busy', '503', 120_000), 1)).toBe(120_000)
    expect(webSeedDelay(failure('busy', '503', 0), 5)).toBe(10_000)
    expect(webSeedDelay(failure('busy', '503', 1e12), 1)).toBe(3_600_000)
  })
})

describe('web seeds as a user writes them', () => {
  it('are read one a line, each once, in the spelling that is kept', () => {
    expect(textToWebSeeds(' HTTP://Host/a b/ \n\nhttps://x\nhttps://x/\n')).toEqual({
      urls: ['http://host/a%20b/', 'https://x/'],
    })
    expect(textToWebSeeds(' \n')).toEqual({ urls: [] })
  })

  it.each(['ftp://h/', 'h/x', 'http://', 'http://u:p@h/', 'javascript:alert(1)', `http://h/${'x'.repeat(3_000)}`])(
    'are none when they read %s',
    (line) => {
      expect(textToWebSeeds(`http://fine/\n${line}`)).toEqual({ line: 2, why: 'not-an-address' })
    },
  )

  it('are a hundred at most', () => {
    const lines = Array.from({ length: 101 }, (_, at) => `http://h/${at}`)
    expect(textToWebSeeds(lines.slice(0, 100).join('\n'))).toMatchObject({ urls: { length: 100 } })
    expect(textToWebSeeds(lines.join('\n'))).toEqual({ line: 101, why: 'too-many' })
  })
})
