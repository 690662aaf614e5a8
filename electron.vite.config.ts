import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const from = (path: string): string => resolve(import.meta.dirname, path)

// The oldest Electron the app runs on is 42: Node 24.15, Chromium 148.
const node = 'node24.15'
const chromium = 'chrome148'

// Packages stay outside main and engine: WebTorrent's family patch and share each other's classes, so a bundled copy
// beside an installed one would be two of each. Two go in: valibot, as it does for the sandboxed preload, which can
// require nothing; and of TronWeb what the chain uses, which leaves 35 MB of it and its packages out of the app.
const packages = /^(?!valibot$|tronweb$)(@[^/:]+\/)?[a-z][^:]*$/
const inPackage = /[\\/]node_modules[\\/]/
const ofTronWeb = /[\\/]node_modules[\\/]tronweb[\\/]/

/** What our own files import stays outside; what a package that went in imports goes in with it. */
const packagesOutside = {
  name: 'packages-outside',
  enforce: 'pre',
  resolveId: (id: string, importer: string | undefined) =>
    importer !== undefined && !inPackage.test(importer) && packages.test(id) ? { id, external: true } : null,
} as const

// Three builds, one for each family of processes.
export default defineConfig({
  main: {
    plugins: [packagesOutside],
    build: {
      outDir: 'out/main',
      target: node,
      sourcemap: true,
      externalizeDeps: false,
      rolldownOptions: {
        // Its files only export; that some are for the side effect of others' globals concerns nothing we use.
        treeshake: { moduleSideEffects: (id: string) => !ofTronWeb.test(id) },
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
