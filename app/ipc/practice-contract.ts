// What main says to the Practice network's process. Everything else of that network is asked over HTTP, at its URL, as
// of any node; the faucet is `POST /practice/faucet {"address"}` there.

export interface PracticeStart {
  /** Where the chain is kept; made when it is not there. */
  readonly folder: string
  /** ms between blocks, from 100; 3 s unless a test says otherwise. */
  readonly blockMs?: number
}

export interface PracticeStarted {
  /** `http://127.0.0.1:PORT`: what TronWeb takes as `fullHost`. Another port at every start. */
  readonly url: string
  readonly chainId: bigint
  /** Addresses in base58; the TRC-10 token by its id. */
  readonly tokens: { readonly btt: string; readonly usdt: string; readonly bttold: string }
  /** Where the vault of play BTT is, in base58. */
  readonly vault: string
  /** What was kept could not be read: it lies beside the new chain, which begins anew. */
  readonly damaged: boolean
}

export interface PracticeCommands {
  'practice.start': { input: PracticeStart; output: PracticeStarted }
  'practice.ping': { input: undefined; output: void }
  'practice.shutdown': { input: undefined; output: void }
}

export interface PracticeEvents {
  'practice.log': { level: 'error'; text: string; logId: string }
}
