import { expect, it } from 'vitest'
import { film, song, torrentFigures } from '../../app/speed/testing/situations.ts'
import { TorrentNames } from './torrent-names.ts'

const open = () => {
  const told: unknown[] = []
  const wallet = { here: true }
  const names = new TorrentNames({
    nameOf: (id) => (id === film ? 'Film' : null),
    tell: async (each) => {
      told.push(...each)
      return wallet.here
    },
  })
  return { names, told, wallet }
}

const books = [torrentFigures(), torrentFigures({ id: song })]

it('tells the books once what a torrent is called, and nothing of one that is not in the list', async () => {
  const { names, told } = open()
  await names.of(books)
  await names.of(books)
  expect(told).toEqual([{ id: film, name: 'Film' }])
})

it('tells it again where it could not be told, and to a wallet process that was started anew', async () => {
  const { names, told, wallet } = open()
  wallet.here = false
  await names.of(books)
  wallet.here = true
  await names.of(books)
  names.forget()
  await names.of(books)
  expect(told).toHaveLength(3)
})
