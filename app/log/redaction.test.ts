import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redactor } from './redaction.ts'

const posix = redactor(
  [
    { folder: '/home/ada', word: '~' },
    { folder: '/home/ada/Downloads', word: '<downloads>' },
  ],
  { ignoreCase: false },
)
const windows = redactor([{ folder: 'C:\\Users\\Ada', word: '~' }], { ignoreCase: true })

describe('redaction', () => {
  it.each([
    ['open /home/ada/x failed', 'open ~/x failed'],
    ['/home/ada', '~'],
    ['two: /home/ada/a /home/ada/b', 'two: ~/a ~/b'],
    ['into /home/ada/Downloads/film', 'into <downloads>/film'],
    ['file:///home/ada/a.js:3:4', 'file:/~/a.js:3:4'],
    ['/home/adam/x stays', '/home/adam/x stays'],
    ['/home/ada-lovelace/x stays', '/home/ada-lovelace/x stays'],
  ])('turns %j into %j', (line, expected) => expect(posix(line)).toBe(expected))

  it.each(['C:\\Users\\Ada\\x', 'c:/users/ada/x', '"C:\\\\Users\\\\ada\\\\x"'])('finds %s on Windows', (line) =>
    expect(windows(line).toLowerCase()).not.toContain('ada'),
  )

  it('leaves no trace of the folder in any line', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const line = posix(`${before}/home/ada/${after}`)
        expect(line).not.toContain('/home/ada/')
      }),
    )
  })

  it('takes a folder name with special characters literally', () => {
    const odd = redactor([{ folder: '/home/a.d(a)$&', word: '~' }], { ignoreCase: false })
    expect(odd('/home/a.d(a)$&/x /home/aXd(a)$&/x')).toBe('~/x /home/aXd(a)$&/x')
  })

  it('finds a folder in a URL, where its spaces are encoded', () => {
    const spaced = redactor([{ folder: '/home/Ada L', word: '~' }], { ignoreCase: false })
    expect(spaced('at file:///home/Ada%20L/a.js /home/Ada L/b')).toBe('at file:/~/a.js ~/b')
  })

  it('does nothing for an empty folder', () => {
    expect(redactor([{ folder: '/', word: '~' }], { ignoreCase: false })('/etc/hosts')).toBe('/etc/hosts')
  })
})
