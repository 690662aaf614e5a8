import { describe, expect, it } from 'vitest'
import { isOpenable } from './openable.ts'

describe('a downloaded file', () => {
  it.each([
    'film.mkv',
    'song.flac',
    'book.epub',
    'a.b.c.pdf',
    'photo.JPG',
    'notes.txt',
    'archive.zip',
    'übung.odt',
    '.hidden.mp4',
  ])('%j is opened', (name) => expect(isOpenable(name)).toBe(true))

  it.each([
    'setup.exe',
    'SETUP.EXE',
    'film.mkv.exe',
    'film.exe.',
    'film.exe ',
    'film.exe. . ',
    'film.exe::$DATA',
    'film.exe:film.mkv',
    'a.lnk',
    'a.url',
    'a.scf',
    'a.desktop',
    'a.sh',
    'a.ps1',
    'a.app',
    'a.command',
    'a.webloc',
    'a.jar',
    'a.html',
    'a.svg',
    'a.docm',
    'a.iso',
    'a.search-ms',
    'a.torrent',
    'README',
    'film.mkv\u0000.exe',
    'film.exe\u0000.mkv',
    'a/b.mkv',
    'a\\b.mkv',
    '..',
    '',
  ])('%j is not', (name) => expect(isOpenable(name)).toBe(false))
})
