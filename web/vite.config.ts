import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = `http://127.0.0.1:${process.env['GRADUS_API_PORT'] ?? '4000'}`;

/** Pages are ours, whatever else asks for the same path (a verifier, a wallet) is answered by the API. */
const documentsOnly = {
  target: api,
  bypass: (request: { headers: Record<string, string | string[] | undefined> }) =>
    String(request.headers['accept'] ?? '').includes('text/html') ? '/index.html' : undefined,
};

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2023' },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: api }, '/credentials': documentsOnly, '/.well-known': { target: api } },
  },
  preview: {
    host: '127.0.0.1',
    proxy: { '/api': { target: api }, '/credentials': documentsOnly, '/.well-known': { target: api } },
  },
});
