// The package `bencode`, as package.json puts it under everything that WebTorrent brings along (CommonJS reaches it
// through require of an ES module). Same calls as bencode 2 and 4, but strict, bounded, and without anything that a
// peer's bytes could shadow. Our own code decodes with document.ts.

import { encodeValue } from './encoder.js'
import { decodeObjects } from './objects.js'

export { BencodeError } from './scanner.js'

export const decode = decodeObjects
export const encode = encodeValue

export default { decode, encode }
