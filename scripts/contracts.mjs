// `npm run contracts:build`: compiles contracts/practice and writes what the Practice network deploys, as modules of the
// node. Invariant: the same sources and compiler give the same bytes; `compiled` is also what the test compares with.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { root } from './place.mjs'

const require = createRequire(import.meta.url)

/**
 * What of the compiler's output is looked at.
 * @typedef {object} Output
 * @property {{ severity: string, formattedMessage: string }[]} [errors]
 * @property {Record<string, Record<string, { abi: unknown, evm: { bytecode: { object: string } } }>>} contracts
 */

/** Which contract of contracts/practice goes to which module. */
const wanted = { PlayBtt: 'play-btt', PlayUsdt: 'play-usdt', Probe: 'probe' }
const sources = join('contracts', 'practice')
export const artifacts = join('main', 'chain', 'practice', 'artifacts')

// As TRON's machine needs it: no opcode newer than Paris, and no digest of the sources in the code.
const settings = {
  evmVersion: 'paris',
  optimizer: { enabled: true, runs: 200 },
  metadata: { bytecodeHash: 'none', appendCBOR: false },
  outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
}

/** @param {string} name @param {{ abi: unknown, bytecode: string }} artifact */
const moduleOf = (
  name,
  { abi, bytecode },
) => `// Written by \`npm run contracts:build\` from contracts/practice/${name}.sol.

export const ${name.slice(0, 1).toLowerCase()}${name.slice(1)} = {
  name: '${name}',
  abi: ${JSON.stringify(abi)},
  bytecode:
    '${bytecode}',
} as const
`

/** @returns {Record<string, string>} the text of each module, by its file's name */
export function compiled() {
  const solc =
    /** @type {{ compile(input: string, callbacks: { import(path: string): { contents: string } }): string }} */ (
      require('solc')
    )
  const names = Object.keys(wanted).map((name) => `${name}.sol`)
  const contents = names.map((file) => ({ content: readFileSync(join(root, sources, file), 'utf8') }))
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(names.map((file, index) => [file, contents[index]])),
    settings,
  }
  const found = (/** @type {string} */ path) => ({ contents: readFileSync(join(root, 'node_modules', path), 'utf8') })
  const output = /** @type {Output} */ (JSON.parse(solc.compile(JSON.stringify(input), { import: found })))
  const errors = (output.errors ?? []).filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'))
  return Object.fromEntries(
    Object.entries(wanted).map(([name, file]) => {
      const contract = output.contracts[`${name}.sol`]?.[name]
      if (contract === undefined) throw new Error(`${name} was not compiled`)
      return [`${file}.ts`, moduleOf(name, { abi: contract.abi, bytecode: contract.evm.bytecode.object })]
    }),
  )
}

if (import.meta.filename === process.argv[1]) {
  mkdirSync(join(root, artifacts), { recursive: true })
  for (const [file, text] of Object.entries(compiled())) writeFileSync(join(root, artifacts, file), text)
}
