// Packs PNG images of several sizes into the icon files of Windows (.ico) and macOS (.icns).
// Formats: Microsoft's ICO with PNG entries (since Windows Vista), Apple's icns with PNG entries (since macOS 10.7).

/** @typedef {{ size: number, png: Buffer }} Picture */

const icoHeader = 6
const icoEntry = 16

/** @param {Picture[]} pictures up to 256 pixels @returns {Buffer} */
export function ico(pictures) {
  const head = Buffer.alloc(icoHeader + icoEntry * pictures.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.length, 4)
  let offset = head.length
  pictures.forEach(({ size, png }, index) => {
    const at = icoHeader + icoEntry * index
    // A side of 256 is written as 0.
    head.writeUInt8(size % 256, at)
    head.writeUInt8(size % 256, at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(png.length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += png.length
  })
  return Buffer.concat([head, ...pictures.map((picture) => picture.png)])
}

/** Which sizes an .icns holds, by its four-letter types; a size appears again where it is another's double. */
export const icnsTypes = /** @type {const} */ ({
  icp4: 16,
  ic11: 32,
  icp5: 32,
  ic12: 64,
  ic07: 128,
  ic13: 256,
  ic08: 256,
  ic14: 512,
  ic09: 512,
  ic10: 1024,
})

/** @param {string} type @param {Buffer} content */
function chunk(type, content) {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32BE(content.length + head.length, 4)
  return Buffer.concat([head, content])
}

/** @param {Picture[]} pictures one for every size of `icnsTypes` @returns {Buffer} */
export function icns(pictures) {
  const chunks = Object.entries(icnsTypes).map(([type, size]) => {
    const picture = pictures.find((each) => each.size === size)
    if (picture === undefined) throw new Error(`no picture of ${size} pixels`)
    return chunk(type, picture.png)
  })
  return chunk('icns', Buffer.concat(chunks))
}
