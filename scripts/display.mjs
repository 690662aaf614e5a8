// A private virtual screen (Xvfb) for runs that nobody watches.
// Invariant: Xvfb chooses a free display number itself, so two runs never meet, and it ends with this process.

import { spawn } from 'node:child_process'

/**
 * @typedef {object} Screen
 * @property {string} display what DISPLAY is set to
 * @property {() => void} close
 */

const startMs = 10_000

/** @returns {Promise<Screen>} */
export function openScreen() {
  const args = ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-noreset']
  const xvfb = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const close = () => {
    process.off('exit', close)
    xvfb.kill('SIGTERM')
  }
  process.on('exit', close)
  const numbers = /** @type {import('node:stream').Readable} */ (xvfb.stdio[3])
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('Xvfb did not start')), startMs)
    xvfb.once('error', reject)
    numbers.once('data', (data) => {
      clearTimeout(late)
      resolve({ display: `:${String(data).trim()}`, close })
    })
  })
}
