import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = "http://127.0.0.1:4000";

export default defineConfig({
  root: here("."),
  plugins: [react()],
  resolve: { alias: { "@contracts": here("../src/contracts") } },
  build: {
    outDir: here("dist"),
    emptyOutDir: true,
    target: "es2023",
    // Fonts stay files of their own: as data URLs all 92 subsets would travel inside the style sheet.
    assetsInlineLimit: 0,
    // The drawing library is one chunk of some 500 kB; it loads after the words and numbers are in sight.
    chunkSizeWarningLimit: 600,
  },
  server: { port: 4001, proxy: { "/api": server, "/docs": server, "/openapi.json": server } },
});
