import { describe, expect, it } from 'vitest'
import { RootLooks } from './root-looks.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('looks at the folders of torrents', () => {
  it('are made one after another, and none piles up behind a disk that hangs', async () => {
    const looks = new RootLooks()
    let release = (): void => undefined
    const hangs = new Promise<void>((resolve) => (release = resolve))
    let [now, most, made] = [0, 0, 0]
    const torrents = Array.from({ length: 10 }, () => ({
      look: async () => {
        most = Math.max(most, ++now)
        await hangs
        made++
        now--
      },
    }))
    for (let round = 0; round < 100; round++) for (const torrent of torrents) looks.at(torrent)
    release()
    await turn()
    await turn()
    expect(most).toBe(1)
    // The one that hung is due again by now.
    expect(made).toBe(11)
    for (const torrent of torrents) looks.at(torrent)
    await turn()
    expect(made).toBe(21)
  })
})
