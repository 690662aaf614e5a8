import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addMapping, deleteMapping, readDescription, readLocation, readSoap, searches } from './upnp.ts'

const WAN1 = 'urn:schemas-upnp-org:service:WANIPConnection:1'
const WAN2 = 'urn:schemas-upnp-org:service:WANIPConnection:2'

const service = (type: string, control: string): string =>
  `<service><serviceType>${type}</serviceType><serviceId>x</serviceId><SCPDURL>/scpd.xml</SCPDURL>` +
  `<controlURL>${control}</controlURL><eventSubURL>/e</eventSubURL></service>`
const described = (...services: string[]): string =>
  `<?xml version="1.0"?><root xmlns="urn:schemas-upnp-org:device-1-0"><device><deviceList><device>` +
  `<serviceList>${services.join('\n')}</serviceList></device></deviceList></device></root>`

describe('the search for a router', () => {
  it('asks for both kinds of gateway', () => {
    expect(searches('239.255.255.250:1900')).toHaveLength(2)
    expect(searches('239.255.255.250:1900')[0]).toContain('ST: urn:schemas-upnp-org:device:InternetGatewayDevice:1\r\n')
  })

  it('finds the description in an answer, however it is spelt', () => {
    expect(readLocation('HTTP/1.1 200 OK\r\nST: x\r\nLocation: http://192.168.1.1:5000/d.xml\r\n\r\n')).toBe(
      'http://192.168.1.1:5000/d.xml',
    )
    expect(readLocation('HTTP/1.0 200 OK\r\nLOCATION:http://10.0.0.1/d\r\n\r\n')).toBe('http://10.0.0.1/d')
  })

  it.each(['', 'NOTIFY * HTTP/1.1\r\nLocation: http://a/\r\n', 'HTTP/1.1 404 No\r\nLocation: http://a/\r\n'])(
    'finds none in %j',
    (text) => expect(readLocation(text)).toBeNull(),
  )
})

describe('the description of a router', () => {
  it('has the service that maps ports, the newer one first', () => {
    const layer = service('urn:schemas-upnp-org:service:Layer3Forwarding:1', '/l3')
    expect(readDescription(described(layer, service(WAN1, '/one'), service(WAN2, '/two?a=1&amp;b=2')))).toEqual({
      service: WAN2,
      path: '/two?a=1&b=2',
      base: null,
    })
  })

  it('says where relative paths begin', () => {
    const xml = described(service(WAN1, 'ctl')).replace('<device>', '<URLBase>http://192.168.1.1:80/</URLBase><device>')
    expect(readDescription(xml)).toMatchObject({ path: 'ctl', base: 'http://192.168.1.1:80/' })
  })

  it('does not take the address of one service for that of another', () => {
    const without = `<service><serviceType>${WAN1}</serviceType></service>`
    expect(readDescription(described(without, service('urn:x', '/not-this')))).toBeNull()
  })

  it('is refused with a DTD', () => {
    expect(readDescription(`<!DOCTYPE x [<!ENTITY a "aaaa">]>${described(service(WAN1, '/c'))}`)).toBeNull()
  })

  it('is read in time that grows with its length only', () => {
    const began = performance.now()
    for (const hostile of [
      '<serviceType>'.repeat(19_000),
      'serviceType'.repeat(22_000),
      ':serviceType'.repeat(21_000),
    ]) {
      expect(readDescription(hostile)).toBeNull()
    }
    readDescription(`<service><serviceType>${WAN1}</serviceType>`.repeat(4_000))
    readDescription(`<${'a'.repeat(120_000)}:controlURL`.repeat(2))
    expect(performance.now() - began).toBeLessThan(500)
  })

  it('throws at nothing', () => {
    const parts = fc.constantFrom(
      '<',
      '>',
      '</',
      'serviceType',
      'controlURL',
      'x:',
      WAN1,
      ' ',
      '/',
      '</service>',
      '&amp;',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(parts, fc.string()), { maxLength: 60 }), (all) => {
        const found = readDescription(all.join(''))
        expect(found === null || found.path.length > 0).toBe(true)
        readSoap(500, 'AddPortMapping', all.join(''))
        readLocation(all.join(''))
      }),
      { numRuns: 500 },
    )
  })
})

describe('the calls to a router', () => {
  it('name all the fields, in the order the standard has them', () => {
    const mapping = {
      transport: 'tcp',
      external: 50_001,
      internal: 50_000,
      client: '192.168.1.7',
      lease: 3_600,
    } as const
    expect(addMapping(WAN1, mapping).body).toContain(
      `<u:AddPortMapping xmlns:u="${WAN1}"><NewRemoteHost></NewRemoteHost><NewExternalPort>50001</NewExternalPort>` +
        '<NewProtocol>TCP</NewProtocol><NewInternalPort>50000</NewInternalPort>' +
        '<NewInternalClient>192.168.1.7</NewInternalClient><NewEnabled>1</NewEnabled>' +
        '<NewPortMappingDescription>Swiftseed</NewPortMappingDescription><NewLeaseDuration>3600</NewLeaseDuration>',
    )
    expect(deleteMapping(WAN1, 'udp', 7).body).toContain('<NewProtocol>UDP</NewProtocol>')
  })

  it('are answered with success, an address or the reason of the refusal', () => {
    expect(readSoap(200, 'AddPortMapping', '<u:AddPortMappingResponse/>')).toEqual({ ok: true, address: null })
    const address = '<NewExternalIPAddress>203.0.113.5</NewExternalIPAddress>'
    expect(readSoap(200, 'GetExternalIPAddress', `<u:GetExternalIPAddressResponse>${address}`)).toEqual({
      ok: true,
      address: '203.0.113.5',
    })
    const fault = (code: number) => `<UPnPError xmlns="x"><errorCode>${code}</errorCode></UPnPError>`
    expect(readSoap(500, 'AddPortMapping', fault(718))).toEqual({ ok: false, why: 'conflict' })
    expect(readSoap(500, 'AddPortMapping', fault(725))).toEqual({ ok: false, why: 'permanent-only' })
    expect(readSoap(500, 'AddPortMapping', fault(606))).toEqual({ ok: false, why: 'not-authorised' })
    expect(readSoap(200, 'AddPortMapping', '<html>hello</html>')).toEqual({ ok: false, why: 'strange-answer' })
    expect(readSoap(500, 'AddPortMapping', '')).toEqual({ ok: false, why: 'strange-answer' })
  })
})
