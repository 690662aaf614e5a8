import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gatewayOfNetstat, gatewayOfProc, isOwnRouter } from './routes.ts'

const proc = (...lines: string[]): string =>
  ['Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT', ...lines].join('\n')

describe('the table of routes', () => {
  it('of Linux has the router of the least metric', () => {
    const table = proc(
      'wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0',
      'eth0\t00000000\tFE01A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0',
      'eth0\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0',
    )
    expect(gatewayOfProc(table)).toBe('192.168.1.254')
  })

  it('of Linux may have none: a tunnel without one, a line that is down', () => {
    expect(gatewayOfProc(proc('tun0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0'))).toBeNull()
    expect(gatewayOfProc(proc('eth0\t00000000\t0101A8C0\t0002\t0\t0\t0\t00000000\t0\t0\t0'))).toBeNull()
    expect(gatewayOfProc('')).toBeNull()
  })

  it('of macOS and of Windows has it too', () => {
    const mac =
      'Routing tables\n\nInternet:\nDestination  Gateway  Flags  Netif\ndefault  link#12  UCSg  utun4\ndefault  192.168.178.1  UGScg  en0\n127  127.0.0.1 UCS lo0\n'
    expect(gatewayOfNetstat(mac)).toBe('192.168.178.1')
    const windows =
      'IPv4-Routentabelle\r\n  Netzwerkziel  Netzwerkmaske  Gateway  Schnittstelle  Metrik\r\n' +
      '          0.0.0.0          0.0.0.0      10.0.0.138       10.0.0.17     35\r\n' +
      '          0.0.0.0          0.0.0.0      10.0.0.1       10.0.0.9     25\r\n' +
      '         10.0.0.0    255.255.255.0   Auf Verbindung  10.0.0.17    291\r\n'
    expect(gatewayOfNetstat(windows)).toBe('10.0.0.1')
  })

  it('gives an address or nothing, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const found of [gatewayOfProc(proc(text)), gatewayOfNetstat(`default ${text}`)]) {
          expect(found === null || /^\d+\.\d+\.\d+\.\d+$/.test(found)).toBe(true)
        }
      }),
    )
  })

  it('names a router of ours only at a local address', () => {
    expect(isOwnRouter('192.168.1.1')).toBe(true)
    expect(isOwnRouter('100.64.0.1')).toBe(true)
    expect(isOwnRouter('8.8.8.8')).toBe(false)
    expect(isOwnRouter('0.0.0.0')).toBe(false)
  })
})
