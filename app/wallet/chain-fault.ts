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
  | 'not-ready'
  | 'changed'
  | 'stale'
  /** This computer's clock and the chain's are far apart. */
  | 'clock'
  | 'refused-address'
  /** It could be mistaken for another, and was not compared with it. */
  | 'look-alike'
  | 'state-disk'
