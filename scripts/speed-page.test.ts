import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { hexToBytes } from '@noble/hashes/utils.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { decodeMessage } from '../app/speed/message-codec.ts'
import { conversation, speedBlocks } from './speed-page.ts'

const page = new URL('../docs/speed.md', import.meta.url)
/** SPEED_PAGE=write puts what the code says into the page. */
const isWriting = process.env['SPEED_PAGE'] === 'write'

const BLOCK = /<!-- from the code: (\w+) -->\n\n```text\n([\s\S]*?)\n```/g
let blocks: ReadonlyMap<string, readonly string[]> = new Map()
let text = ''

const blockText = (name: string): string => (blocks.get(name) ?? []).join('\n')

beforeAll(async () => {
  blocks = await speedBlocks()
  const before = readFileSync(page, 'utf8')
  text = isWriting
    ? before.replace(
        BLOCK,
        (_, name: string) => `<!-- from the code: ${name} -->\n\n\`\`\`text\n${blockText(name)}\n\`\`\``,
      )
    : before
  if (isWriting) writeFileSync(page, text)
}, 60_000)

describe('docs/speed.md', () => {
  it('says in figures and bytes what the code does (SPEED_PAGE=write puts it there)', () => {
    const said = new Map([...text.matchAll(BLOCK)].map((match) => [match[1] ?? '', match[2] ?? '']))
    expect([...said.keys()].sort()).toEqual([...blocks.keys()].sort())
    for (const [name, block] of said) expect({ name, block }).toEqual({ name, block: blockText(name) })
  })

  it('has example messages that are read as what they are called', () => {
    const lines = blocks.get('messages') ?? []
    const starts = lines.flatMap((line, at) => (line.includes(',') ? [at] : []))
    const read = starts.map((start, at) => decodeMessage(hexToBytes(lines.slice(start + 1, starts[at + 1]).join(''))))
    expect(read).toEqual(conversation.map(([, message]) => ({ is: 'message', message })))
  })

  it('names only paths that exist', () => {
    const links = [...text.matchAll(/\]\(([^)#\s]+)\)/g)].map((match) => match[1] ?? '')
    const missing = links.filter((link) => !/^https?:/.test(link) && !existsSync(new URL(link, page)))
    expect(links.length).toBeGreaterThan(10)
    expect(missing).toEqual([])
  })
})
