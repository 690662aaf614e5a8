import { describe, expect, it } from 'vitest'
import { emptyNode, exposed, faultsOf, nodesOf, withNodes } from './node-form.ts'

const typed = (full: string, solidity: string = '', apiKey: string = '') => ({ full, solidity, apiKey })
const node = (full: string) => ({ full, solidity: null, apiKey: null })

describe('nodes of one’s own', () => {
  it('are what was typed, without the space around it and without blank ones', () => {
    expect(nodesOf([typed(' https://a '), emptyNode, typed('https://b', ' http://c ', ' k ')])).toEqual([
      node('https://a'),
      { full: 'https://b', solidity: 'http://c', apiKey: 'k' },
    ])
    expect(nodesOf([emptyNode])).toEqual([])
  })

  it('are none as long as one of them is wrong', () => {
    expect(nodesOf([typed('https://a'), typed('http://a:99999')])).toBeNull()
    expect(nodesOf([typed('https://a', 'nonsense')])).toBeNull()
    expect(nodesOf([typed('https://a', '', 'with space')])).toBeNull()
    expect(nodesOf([typed('', '', 'key')])).toBeNull()
    expect(faultsOf(typed('http://a:99999', 'x', 'ä'), [])).toEqual({ full: 'url', solidity: 'url', apiKey: 'key' })
  })

  it('are never one node twice', () => {
    expect(nodesOf([typed('https://a'), typed('HTTPS://A/')])).toBeNull()
    expect(faultsOf(typed('https://a/'), [typed('https://b'), typed('https://a')]).full).toBe('twice')
  })

  it('are exposed over http, with their key', () => {
    expect(exposed(typed('https://a', '', 'k'))).toBe('nothing')
    expect(exposed(typed('http://127.0.0.1:8090', '', 'k'))).toBe('nothing')
    expect(exposed(typed('http://a'))).toBe('all')
    expect(exposed(typed('https://a', 'http://b', 'k'))).toBe('key')
  })

  it('take the place of those of the same network only', () => {
    const before = [
      { network: 'nile', ...node('https://n') },
      { network: 'mainnet', ...node('https://m') },
    ] as const
    expect(withNodes([...before], 'mainnet', [node('https://x'), node('https://y')])).toEqual([
      before[0],
      { network: 'mainnet', ...node('https://x') },
      { network: 'mainnet', ...node('https://y') },
    ])
    expect(withNodes([...before], 'mainnet', [])).toEqual([before[0]])
  })
})
