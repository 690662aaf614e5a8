// `npm run contracts:build`: compiles contracts/ and writes what the house needs of it as modules: the vault for
// everybody, the play tokens for the Practice network's genesis, hostile ones for its tests. Invariant: the same sources
// and compiler give the same bytes; `compiled` is also what the test compares with.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { root } from './place.mjs'

const require = createRequire(import.meta.url)

/**
 * What of the compiler's output is looked at.
 * @typedef {{ start: number, length: number }[]} Places
 * @typedef {{ object: string, immutableReferences: Record<string, Places> }} Runtime
 * @typedef {{ abi: unknown, evm: { bytecode: { object: string }, deployedBytecode: Runtime } }} Contract
 * @typedef {{ id?: number, name?: string, nodes?: Node[] }} Node
 * @typedef {object} Output
 * @property {{ severity: string, formattedMessage: string }[]} [errors]
 * @property {Record<string, Record<string, Contract>>} contracts
 * @property {Record<string, { ast: Node }>} sources
 */

/**
 * As TRON's machine needs it: no opcode newer than Paris, and no digest of the sources in the code.
 * @param {number} runs how often a contract is called for each time it is deployed, to the compiler's mind
 */
const settings = (runs) => ({
  evmVersion: 'paris',
  optimizer: { enabled: true, runs },
  metadata: { bytecodeHash: 'none', appendCBOR: false },
  outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object', 'evm.deployedBytecode'], '': ['ast'] } },
})

/** @param {string} path */
const found = (path) => ({ contents: readFileSync(join(root, 'node_modules', path), 'utf8') })

/** One source at a time, so that none changes what becomes of another. @param {string} source @param {number} runs */
function compile(source, runs) {
  const solc =
    /** @type {{ compile(input: string, callbacks: { import(path: string): { contents: string } }): string }} */ (
      require('solc')
    )
  const file = basename(source)
  const content = readFileSync(join(root, source), 'utf8')
  const input = { language: 'Solidity', sources: { [file]: { content } }, settings: settings(runs) }
  const output = /** @type {Output} */ (JSON.parse(solc.compile(JSON.stringify(input), { import: found })))
  const errors = (output.errors ?? []).filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'))
  const name = basename(file, '.sol')
  const contract = output.contracts[file]?.[name]
  const nodes = output.sources[file]?.ast.nodes?.find((node) => node.name === name)?.nodes ?? []
  if (contract === undefined) throw new Error(`${name} was not compiled`)
  return { contract, nodes }
}

/** @param {string} source @param {Contract} contract */
const playModule = (source, { abi, evm }) => {
  const name = basename(source, '.sol')
  return `// Written by \`npm run contracts:build\` from ${source}.

export const ${name.slice(0, 1).toLowerCase()}${name.slice(1)} = {
  name: '${name}',
  abi: ${JSON.stringify(abi)},
  bytecode:
    '${evm.bytecode.object}',
} as const
`
}

/** Where in the runtime code each immutable stands, by its name. @param {Runtime} runtime @param {Node[]} nodes */
const immutablesOf = ({ immutableReferences }, nodes) => {
  /** @type {Record<string, number[]>} */
  const starts = {}
  for (const { id, name } of nodes) {
    const places = immutableReferences[String(id)]
    if (name !== undefined && places !== undefined) starts[name] = places.map(({ start }) => start)
  }
  return starts
}

/**
 * TRON's own compiler has a function that is not payable refuse TRC-10 as it refuses TRX. This one knows of no TRC-10, and
 * what comes along would be kept for ever. Each of the two checks there are, of the constructor and before any function,
 * is rewritten in as many bytes: CALLVALUE DUP1 ISZERO PUSH2 to JUMPI PUSH1 0 DUP1 REVERT JUMPDEST POP becomes
 * CALLVALUE CALLTOKENVALUE OR ISZERO PUSH2 to JUMPI RETURNDATASIZE RETURNDATASIZE REVERT JUMPDEST JUMPDEST.
 * @param {string} code @param {number} checks how many have to be there
 */
const refusingTokens = (code, checks) => {
  let seen = 0
  const refusing = code.replaceAll(/34801561([0-9a-f]{4})57600080fd5b50/g, (_check, to) => {
    seen++
    return `34d2171561${to}573d3dfd5b5b`
  })
  const inPlace = refusing.startsWith(`34d217`, 2 * CHECK_AT)
  if (seen !== checks || !inPlace || refusing.length !== code.length)
    throw new Error('the compiler checks otherwise now')
  return refusing
}

/** Bytes before the first check: where the free memory begins is noted. */
const CHECK_AT = 5

/** @param {Contract} contract @returns {Contract} */
const withTokensRefused = (contract) => {
  const { bytecode, deployedBytecode } = contract.evm
  const deployed = { ...deployedBytecode, object: refusingTokens(deployedBytecode.object, 1) }
  return { ...contract, evm: { bytecode: { object: refusingTokens(bytecode.object, 2) }, deployedBytecode: deployed } }
}

/** @param {string} source @param {Contract} contract @param {Node[]} nodes */
const vaultModule = (source, { abi, evm: { bytecode, deployedBytecode } }, nodes) => {
  const hash = Buffer.from(keccak_256(Buffer.from(deployedBytecode.object, 'hex'))).toString('hex')
  return `// Written by \`npm run contracts:build\` from ${source}.

export const vaultAbi = ${JSON.stringify(abi)} as const

/** What is deployed, before its arguments: the token and the delay in seconds. */
export const VAULT_BYTECODE =
  '${bytecode.object}'

/** What is at the address then, with zeros where the immutables stand. */
export const VAULT_RUNTIME =
  '${deployedBytecode.object}'

/** Keccak-256 of the above. */
export const VAULT_CODE_HASH = '${hash}'

/** Where in it each immutable stands, as words of 32 bytes. */
export const vaultImmutables = ${JSON.stringify(immutablesOf(deployedBytecode, nodes))} as const
`
}

const practice = join('main', 'chain', 'practice')

/** The one is deployed once and called by everybody; the others are play. */
const [OFTEN, SELDOM] = [1_000_000, 200]

/** Which module each contract goes to. @type {[source: string, module: string][]} */
const wanted = [
  ['contracts/SpeedVault.sol', join('app', 'speed', 'vault-artifact.ts')],
  ['contracts/practice/PlayBtt.sol', join(practice, 'artifacts', 'play-btt.ts')],
  ['contracts/practice/PlayUsdt.sol', join(practice, 'artifacts', 'play-usdt.ts')],
  ['contracts/practice/Probe.sol', join(practice, 'artifacts', 'probe.ts')],
  ['contracts/practice/HostileToken.sol', join(practice, 'artifacts', 'hostile-token.ts')],
]

/** @returns {Record<string, string>} the text of each module, by its path */
export function compiled() {
  return Object.fromEntries(
    wanted.map(([source, module]) => {
      const isVault = source === 'contracts/SpeedVault.sol'
      const { contract, nodes } = compile(source, isVault ? OFTEN : SELDOM)
      return [module, isVault ? vaultModule(source, withTokensRefused(contract), nodes) : playModule(source, contract)]
    }),
  )
}

if (import.meta.filename === process.argv[1]) {
  for (const [file, text] of Object.entries(compiled())) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
}
