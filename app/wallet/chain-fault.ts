// Why something asked of the chain could not be done, as codes. Refusals of a transaction by a node are in
// app/tron/refusal; what is wrong with a send is in send-preview.

/**
 * `no-network`: none is chosen. `offline`: no node answered in time. `limited`: they ask us to wait. `bad-answer`: what
 * came is not what such a node says. `wrong-chain`: a node of another network. `not-ready`: run-time checks are not
 * done, or failed. `changed`: it would cost more than the user was told. `stale`: too old, or never built here.
 */
export type ChainFault =
  | 'no-network'
  | 'offline'
  | 'limited'
  | 'refused'
  | 'bad-answer'
  | 'wrong-chain'
  | 'disagreeing'
  /** Too few of the nodes that were named answer for what they say to be believed. */
  | 'too-few-nodes'
  | 'not-ready'
  | 'changed'
  | 'stale'
  /** Another network, or other nodes, were chosen between building and sending. */
  | 'network-changed'
  /** The chain process ended while it was to save a send; afterwards it is known that it did not. */
  | 'not-saved'
  /** The same, and whether it saved cannot be asked now. */
  | 'outcome-unknown'
  /** Speed has no vault on this network, or what is there is another contract. */
  | 'no-vault'
  /** Of two steps the first was made, and the second could not be begun. */
  | 'step-unfinished'
  /** This computer's clock and the chain's are far apart. */
  | 'clock'
  /** A network that is not the main one builds on blocks that may be the main one's. */
  | 'main-block'
  | 'refused-address'
  /** It could be mistaken for another, and was not compared with it. */
  | 'look-alike'
  | 'state-disk'
