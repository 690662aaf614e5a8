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
})
