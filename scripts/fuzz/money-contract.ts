// Stories of hostile peers once more, with what they hand in shown to the contract's own bytecode: what the desk takes
// for signed as it must be the contract takes, and nothing else. What was signed it takes too.

import { moneyStory } from '../../main/engine/speed/testing/money-fuzz.ts'
import { stageOf } from '../../main/chain/practice/testing/vault-stage.ts'
import { VaultWorld } from '../../main/chain/practice/testing/vault-world.ts'
import type { Voucher } from '../../app/speed/terms.ts'
import { mutateBytes } from './inputs.ts'
import { randomOf } from './random.ts'

/** Besides the numbers of the campaign's targets. */
const OF_OUR_OWN = 1_021

export interface Asked {
  stories: number
  taken: number
  refused: number
  readonly disagreements: string[]
}

const NOT_SIGNED = ['InvalidSignature', 'InvalidPayee']

export const askContract = async (stories: number, seed: number): Promise<Asked> => {
  const world = await VaultWorld.open()
  const stage = stageOf(world)
  const asked: Asked = { stories, taken: 0, refused: 0, disagreements: [] }
  const compare = async (story: number, voucher: Voucher, counts: boolean): Promise<void> => {
    const { payer, payee, lane, cumulative, signature } = voucher
    const words = [payer, payee, lane, cumulative, signature, payee]
    const { error } = await world.aside(() => stage.call(world.treasury, 'cash', ...words))
    const takes = !NOT_SIGNED.includes(error ?? '')
    if (takes !== counts)
      asked.disagreements.push(`story ${story}: ${takes ? 'the contract' : 'the desk'} alone takes it`)
    else asked[takes ? 'taken' : 'refused']++
  }
  for (let story = 0; story < stories; story++) {
    const random = randomOf(seed, OF_OUR_OWN, story)
    const shown: (readonly [Voucher, boolean])[] = []
    const vault = { chainId: world.chainId, address: world.vault }
    const watch = { vault, shown: (voucher: Voucher, counts: boolean) => void shown.push([voucher, counts]) }
    await moneyStory(random, (bytes) => mutateBytes(random, bytes), watch)
    for (const [voucher, counts] of shown) await compare(story, voucher, counts)
  }
  return asked
}
