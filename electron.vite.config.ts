import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const from = (path: string): string => resolve(import.meta.dirname, path)

// The oldest Electron the app runs on is 42: Node 24.15, Chromium 148.
const node = 'node24.15'
const chromium = 'chrome148'

// Packages stay outside main and engine: WebTorrent's family patch and share each other's classes, so a bundled copy
// beside an installed one would be two of each. Only valibot goes in, as it does for the sandboxed preload, which can
// require nothing.
const packages = /^(?!valibot$)(@[^/:]+\/)?[a-z][^:]*$/

// Three builds, one for each family of processes.
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: node,
      sourcemap: true,
      externalizeDeps: false,
      rolldownOptions: {
        external: packages,
        input: {
          index: from('main/index.ts'),
          engine: from('main/engine/index.ts'),
          chain: from('main/chain/index.ts'),
          practice: from('main/chain/practice/index.ts'),
          wallet: from('main/wallet/index.ts'),
          'parse-worker': from('main/engine/metainfo/parse-worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      target: node,
      sourcemap: true,
      externalizeDeps: false,
      // A sandboxed preload may require nothing but Electron, so no chunk is shared between the two.
      isolatedEntries: true,
      rolldownOptions: {
        input: { index: from('preload/index.ts'), keys: from('preload/keys.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    build: {
      outDir: 'out/renderer',
      target: chromium,
      sourcemap: true,
      rolldownOptions: { input: { index: from('renderer/index.html'), keys: from('renderer/keys.html') } },
    },
    plugins: [react()],
  },
})
