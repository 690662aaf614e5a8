import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readArguments, readOpening } from './argv.ts'

const hash = 'magnet:?xt=urn:btih:c12fe1c06bba254a9dc9f519b335aa7c1367a88a'
const file = (path: string) => ({ kind: 'file', path })

describe('an argument', () => {
  it.each([
    [hash, { kind: 'link', link: hash }],
    [`${hash}&dn=${'x'.repeat(9_000)}`, { kind: 'link', link: `${hash}&dn=${'x'.repeat(9_000)}` }],
    ['MAGNET:?xt=x', { kind: 'link', link: 'MAGNET:?xt=x' }],
    ['/home/ada/a b.torrent', file('/home/ada/a b.torrent')],
    ['a.TORRENT', file('a.TORRENT')],
    ['../a.torrent', file('../a.torrent')],
    ['C:\\Users\\Ada\\a.torrent', file('C:\\Users\\Ada\\a.torrent')],
    ['file:///home/ada/a%20b.torrent', file('/home/ada/a b.torrent')],
    ['file://localhost/a.torrent', file('/a.torrent')],
    ['file:///C:/Users/a.torrent', file('C:/Users/a.torrent')],
  ])('%j is one for us', (argument, expected) => expect(readOpening(argument)).toEqual(expected))

  it.each([
    '',
    '.',
    '--inspect=9229',
    '--load-extension=/a.torrent',
    '-a.torrent',
    '.torrent',
    '/a/.torrent',
    '/a.torrent/',
    '/etc/passwd',
    'a.torrent.exe',
    'magnet:',
    'magnet:xt=urn:btih:x',
    `${hash} --gpu-launcher=sh`,
    `${hash}\u0000`,
    `${hash}&dn=${'x'.repeat(65_536)}`,
    'http://example.com/a.torrent',
    'https://example.com/a.torrent',
    'javascript:alert(1)//a.torrent',
    'smb://host/a.torrent',
    'file://host/share/a.torrent',
    'file:////host/share/a.torrent',
    'file:///%2F%2Fhost/a.torrent',
    'file:///a%00.torrent',
    'file:///%ff.torrent',
    '\\\\host\\share\\a.torrent',
    '//host/share/a.torrent',
    '\\\\.\\pipe\\a.torrent',
    '\\\\?\\C:\\a.torrent',
    '/a\nb.torrent',
    `/${'a'.repeat(4_096)}.torrent`,
  ])('%j is not', (argument) => expect(readOpening(argument)).toBeNull())
})

describe('a command line', () => {
  it('is taken apart whatever stands between', () => {
    expect(readArguments(['.', '--no-sandbox', hash, '--', '-x', 'a.torrent', 'b.txt'])).toEqual([
      { kind: 'link', link: hash },
      file('a.torrent'),
    ])
  })

  it('has no switch, no other scheme, no host and no other kind of file in it, in 5,000 random ones', () => {
    const parts = [
      '-',
      '--',
      'magnet:?',
      'magnet:',
      'file://',
      'file:///',
      '//',
      '\\\\',
      'http://',
      'C:',
      '%2f',
      '%00',
      '\0',
      '\n',
      ' ',
      '..',
      '/',
      '.torrent',
      'xt=urn:btih:',
      'a',
    ]
    const piece = fc.oneof(fc.constantFrom(...parts), fc.string({ maxLength: 8 }))
    const argument = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(fc.oneof(argument, fc.string({ unit: 'binary' })), (text) => {
        const opening = readOpening(text)
        if (opening === null) return
        expect(text.startsWith('-')).toBe(false)
        const said = opening.kind === 'link' ? opening.link : opening.path
        expect(said).not.toMatch(/[\u0000-\u001f]/)
        if (opening.kind === 'link') expect(said).toMatch(/^magnet:\?\S+$/i)
        else {
          expect(said).toMatch(/[^/\\]\.torrent$/i)
          expect(said).not.toMatch(/^[/\\]{2}|^[a-z][a-z0-9+.-]+:/i)
        }
      }),
      { numRuns: 5_000 },
    )
  })
})
