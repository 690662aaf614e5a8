import { describe, expect, it } from 'vitest'
import { passwordFault } from './password.ts'

const fault = (text: string) => passwordFault(new TextEncoder().encode(text))

describe('a password', () => {
  it('has at least ten characters, in whatever script', () => {
    expect(fault('')).toBe('password-short')
    expect(fault('k9!Lm2#qz')).toBe('password-short')
    expect(fault('пароль123')).toBe('password-short')
    expect(fault('k9!Lm2#qzT')).toBeNull()
    expect(fault('пароль-пять')).toBeNull()
  })

  it('is neither a run nor a few characters again and again', () => {
    for (const text of ['1234567890', '0987654321', 'abcdefghij', 'aaaaaaaaaaaa', 'abababababab', '1212121212'])
      expect(fault(text)).toBe('password-simple')
    expect(fault('correct horse battery')).toBeNull()
  })

  it.each([
    'qwertyuiop',
    'QWERTYUIOP',
    'poiuytrewq',
    'asdfghjkl;',
    'qwertzuiop',
    '1q2w3e4r5t',
    'zaq12wsxcde3',
    'qazwsxedcrfv',
    'password123',
    'Password1234!',
    'passwordpassword',
    'letmein123456',
    'abc123abc123',
    'bittorrent1',
    'swiftseed2026',
    'abcdef123456',
    'iloveyou1234',
  ])('is none that everybody tries first: %s', (text) => expect(fault(text)).toBe('password-simple'))

  it.each([
    'correct horse battery',
    'k9!Lm2#qzT',
    'mein Hund heißt Rex',
    'tr0ub4dor&3x',
    'passwort ist doof',
    'пароль-пять',
  ])('is fine when there is more to it: %s', (text) => expect(fault(text)).toBeNull())
})
