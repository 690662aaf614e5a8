import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MetaFile } from './metainfo.ts'
import { piecesWithout, webFileUrl, webLayout, webSegments } from './web-layout.ts'

const file = (path: string[], length: number, over: Partial<MetaFile> = {}): MetaFile => ({
  path,
  length,
  pad: false,
  original: null,
  ...over,
})
const layoutOf = (rawName: string, files: MetaFile[], single = false) => webLayout({ rawName, single, files })

describe('where web seeds have what', () => {
  it.each<[string, string[], string | null, string]>([
    ['http://h/x/', ['a', 'b.txt'], null, 'http://h/x/root/a/b.txt'],
    ['http://h/x', ['a b', 'ü#?%.txt'], null, 'http://h/x/root/a%20b/%C3%BC%23%3F%25.txt'],
    ['http://h/', ['_', 'c'], '../c', 'http://h/root/c'],
    ['http://h/', ['c'], '/etc/./passwd', 'http://h/root/etc/passwd'],
    ['http://h/', ['c'], '%2e%2e/c', 'http://h/root/%252e%252e/c'],
    ['http://h/', ['CON_'], 'CON', 'http://h/root/CON'],
    ['http://h/', ['x'], 'a\\..\\x\r\nHost: evil', 'http://h/root/a%5C..%5Cx%0D%0AHost%3A%20evil'],
  ])('names a file below %s: %j, in the torrent %j', (base, path, original, url) => {
    const layout = layoutOf('root', [file(path, 5, { original }), file(['other'], 5)])
    expect(webFileUrl(base, layout, 0)).toBe(url)
    expect(new URL(url).href).toBe(url)
  })

  it('takes the URL of a torrent with one file for the file, unless it ends in a slash', () => {
    const single = layoutOf('one file', [file(['one file'], 5)], true)
    expect(webFileUrl('http://h/anything.bin', single, 0)).toBe('http://h/anything.bin')
    expect(webFileUrl('http://h/pub/', single, 0)).toBe('http://h/pub/one%20file')
    const foldered = layoutOf('root', [file(['f'], 5)])
    expect(webFileUrl('http://h/pub/', foldered, 0)).toBe('http://h/pub/root/f')
    expect(webFileUrl('http://h/pub/root/f', foldered, 0)).toBe('http://h/pub/root/f')
  })

  it('never leads above the base, whatever files are called', () => {
    const name = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('..', '.', '', '%2e%2e', '..\\', 'a/../..'))
    fc.assert(
      fc.property(fc.array(name, { minLength: 1 }), name, (path, root) => {
        const layout = layoutOf(root, [file(['x'], 5, { original: path.join('/') }), file(['y'], 5)])
        const url = webFileUrl('http://host/base/', layout, 0)
        expect(url === null || new URL(url).href.startsWith('http://host/base/')).toBe(true)
      }),
    )
  })

  it('cuts any bytes of the torrent into parts of files that follow each other and leave nothing out', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(lengths, fc.nat(), fc.nat(), (sizes, a, b) => {
        const layout = layoutOf(
          'r',
          sizes.map((size, at) => file([`${at}`], size)),
        )
        const total = sizes.reduce((sum, size) => sum + size, 0)
        const offset = total === 0 ? 0 : a % total
        const length = total === 0 ? 0 : b % (total - offset + 1)
        let at = offset
        for (const { file: index, from, to } of webSegments(layout, offset, length)) {
          expect((layout.files[index]?.offset ?? 0) + from).toBe(at)
          expect(to).toBeGreaterThan(from)
          expect(to).toBeLessThanOrEqual(sizes[index] ?? 0)
          at += to - from
        }
        expect(at).toBe(offset + length)
      }),
    )
  })

  it('knows which pieces need none of some files', () => {
    const layout = layoutOf('r', [file(['a'], 25), file(['empty'], 0), file(['b'], 15), file(['c'], 10)])
    expect(piecesWithout(layout, new Set([2]), 10, 5)).toEqual(Uint8Array.of(0b1100_1111))
    expect(piecesWithout(layout, new Set([1]), 10, 5)).toEqual(Uint8Array.of(0xff))
  })
})
