// A process of peers that lie about metadata, each at an address of its own on loopback: so many that answer every
// request with rubbish, and so many that never do. Arguments: infohash, the size they name, the two counts. Writes
// their addresses as one line of JSON; ends when its input does.

import { randomBytes } from 'node:crypto'
import { extended, rawSeed, type RawSeed } from './raw-peer.ts'

const [infoHash = '', size = '0', rubbish = '0', mute = '0'] = process.argv.slice(2)
const EXTENDED = 20
const CHUNK = 16_384
const junk = randomBytes(CHUNK)
const total = Number(size)

const answer = (body: Buffer): Buffer => {
  const chunk = Number(/5:piecei(\d+)e/.exec(body.toString('latin1'))?.[1])
  const head = Buffer.from(`d8:msg_typei1e5:piecei${chunk}e10:total_sizei${total}ee`)
  return extended(1, Buffer.concat([head, junk.subarray(0, Math.min(CHUNK, total - chunk * CHUNK))]))
}

const liars: RawSeed[] = []
for (let at = 0; at < Number(rubbish) + Number(mute); at++) {
  const lies = at < Number(rubbish)
  liars.push(
    await rawSeed({
      infoHash,
      host: `127.0.1.${at + 1}`,
      greeting: [extended(0, `d1:md11:ut_metadatai3ee13:metadata_sizei${total}ee`)],
      answer: (id, body) => (id === EXTENDED && body[0] === 3 && lies ? answer(body.subarray(1)) : null),
    }),
  )
}
process.stdout.write(`${JSON.stringify(liars.map(({ address }) => address))}\n`)
process.stdin.resume().once('end', () => process.exit())
