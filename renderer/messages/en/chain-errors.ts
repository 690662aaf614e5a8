// What could not be done on the chain, said to the user: what it means for their money first.

import type { AppError } from '../../../app/ipc/errors.ts'
import type { ChainFault } from '../../../app/wallet/chain-fault.ts'
import type { SendProblem } from '../../../app/wallet/send-preview.ts'
import { speedOrders } from './speed-orders.ts'

const faults: { readonly [F in ChainFault]: string } = {
  'no-network': 'No network is chosen. Choose one on the Wallet page.',
  offline: 'No node of the network answers at the moment. Nothing was sent.',
  limited: 'The node asks to wait before it is asked again. Nothing was sent.',
  refused: 'The node wants another API key.',
  'bad-answer': 'The node’s answer makes no sense, so it was not believed.',
  'wrong-chain': 'This node belongs to another network.',
  disagreeing: 'The nodes say different things. Until they agree, nothing is sent.',
  'too-few-nodes':
    'Too few of your nodes answer to know how things are: more than half have to agree. Nothing was sent. Try again when they answer.',
  'network-changed': 'The network or its nodes were changed meanwhile. Nothing was sent; start again.',
  'not-saved': 'The connection to the chain broke before this was saved. Nothing was sent; start again.',
  'outcome-unknown':
    'The connection to the chain broke while this was being saved. It may be on its way: look under Activity before you send it again.',
  'not-ready': 'The network is still being checked. Try again in a moment.',
  changed: 'It would cost more now than you were shown. Look at it again before sending.',
  'no-vault': 'There is no vault of Speed on this network, or another contract is in its place. Nothing was sent.',
  'step-unfinished':
    'The first step was made, the second was not begun. Nothing is lost: begin the deposit again to go on, or take the permission back.',
  stale: 'It took too long. Nothing was sent; start again.',
  clock:
    'The newest block of the node and the clock of this computer are more than ten minutes apart: the clock is wrong, or the node is far behind. Nothing was sent.',
  'main-block':
    'This node shows blocks that could be those of TRON mainnet. What you sign here could be used there, with real money, so nothing is signed.',
  'refused-address': 'This web address is not allowed here.',
  'look-alike':
    'This address looks like one you know. Compare the two character by character before you give it a name.',
  'state-disk': 'It could not be saved on this computer, so it was not sent.',
}

const problems: { readonly [P in SendProblem['code']]: string } = {
  'recipient-invalid': 'This is not an address of the TRON network.',
  'to-itself': 'This is the address it would be sent from.',
  'to-token-contract': 'This is the address of a token itself. What is sent there is lost.',
  'to-contract': 'This is a contract, not a person’s account.',
  'to-nobody': 'This address belongs to nobody. What is sent there is lost.',
  'look-alike': 'This address only looks like one you have paid before.',
  'new-recipient': 'You have never paid this address.',
  'recipient-not-activated':
    'This account does not exist on the chain yet. This send creates it; the cost for that is included.',
  'recipient-without-account':
    'This account does not exist on the chain yet, and this token does not create it. It will hold the token, but can pass it on only once somebody has sent it TRX.',
  'not-in-book': 'Only addresses in the address book may be paid, and this is not one of them.',
  'too-new-in-book': 'This address is too new in the address book to be paid.',
  'amount-missing': 'How much should be sent?',
  'amount-zero': 'The amount is zero.',
  'amount-too-large': 'The amount is larger than can be sent.',
  'balance-too-low': 'You do not have that much to spend.',
  'fee-too-low': 'There is not enough TRX for the fee.',
  'sender-not-activated': 'Your account does not exist on this network yet: it has received nothing.',
  'not-alone': 'You can’t spend from this address alone.',
  'unknown-asset': 'This token is not one of this network.',
  'contract-refuses': 'The token’s contract would refuse this transfer.',
  'energy-absurd': 'This transfer would cost far more than any should, so it is not offered.',
  'memo-public': 'The note is public for ever.',
  'not-ready': 'The account has not been read yet. Try again in a moment.',
}

type ChainError = Extract<
  AppError,
  {
    code: 'chain' | 'chain-unavailable' | 'wallet-unavailable' | 'speed-unavailable' | 'send-refused' | 'vault-refused'
  }
>

export const chainFault = (error: ChainError): string => {
  switch (error.code) {
    case 'wallet-unavailable':
      return 'The wallet is not running at the moment. Try again when it is back.'
    case 'chain-unavailable':
      return 'The connection to the chain is not running at the moment. Try again when it is back.'
    case 'speed-unavailable':
      return 'Paying and being paid for speed is not possible at the moment.'
    case 'chain':
      return faults[error.fault]
    case 'send-refused':
      return problems[error.problem]
    case 'vault-refused':
      return speedOrders.problems[error.problem]
  }
}
