import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

/** The desk is a single page that any static server can hand out: its screens live behind the `#` of the address. */
export default defineConfig({
  root: here,
  plugins: [svelte()],
  server: { fs: { allow: [fileURLToPath(new URL('../..', import.meta.url))] } },
  build: {
    outDir: fileURLToPath(new URL('../../dist/desk', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    // One bundle on purpose: the desk is opened once a day, and a chunk that cannot be had mid-call would hurt.
    chunkSizeWarningLimit: 1000,
  },
});
