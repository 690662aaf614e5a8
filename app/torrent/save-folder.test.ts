import { describe, expect, it } from 'vitest'
import { expandHome, namesPlace } from './save-folder.ts'

describe('a folder to save to', () => {
  it.each(['/home/mara/Films', 'C:\\Films', 'd:/Films', '\\\\nas\\films', '~', '~/Films', '~\\Films'])(
    'names a place: %s',
    (folder) => expect(namesPlace(folder)).toBe(true),
  )

  it.each(['', 'Films', './Films', '../Films', '~mara/Films', 'C:Films', ' /Films', 'Films/~', '/Fil\0ms'])(
    'is relative or no path: %j',
    (folder) => expect(namesPlace(folder)).toBe(false),
  )

  it('may begin at home', () => {
    expect(expandHome('~/Films', '/home/$&')).toBe('/home/$&/Films')
    expect(expandHome('~', '/home/mara')).toBe('/home/mara')
    expect(expandHome('/a/~/b', '/home/mara')).toBe('/a/~/b')
  })
})
