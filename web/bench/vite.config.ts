import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The pages of `npm run bench -- canvas`; nothing of this is in the product. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react(), tailwindcss()],
  build: { target: 'es2023', rollupOptions: { input: `${import.meta.dirname}/canvas.html` } },
});
