// Builds the assets into app/static/dist: named by their content, so that a phone may keep them for ever,
// and compressed once here instead of at every request. manifest.json tells the pages each one's name.

import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const source = "app/static";
const dist = `${source}/dist`;
const icons = `${source}/icons`;
const compressed = new Set([".js", ".css", ".svg"]);

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

const manifest = { ...(await bundle()), ...copyIcons() };
writeFileSync(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2));
await bundleWorker();
compress();

async function bundle() {
  const { metafile } = await build({
    entryPoints: [`${source}/js/app.js`, `${source}/css/style.css`, `${source}/css/home.css`],
    outdir: dist,
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    bundle: true,
    minify: true,
    format: "esm",
    target: ["safari16", "chrome109", "firefox115"],
    loader: { ".svg": "file", ".png": "file", ".woff2": "file" },
    legalComments: "none",
    logLevel: "warning",
    logOverride: { "css-syntax-error": "error", "unsupported-css-property": "error" },
    metafile: true,
  });
  const entries = Object.entries(metafile.outputs).filter(([, output]) => output.entryPoint);
  return Object.fromEntries(entries.map(([file, { entryPoint }]) => [basename(entryPoint), basename(file)]));
}

/** The worker: no name by content, because browsers ask for it by one address to see whether there is a newer one. */
async function bundleWorker() {
  await build({
    entryPoints: [`${source}/js/sw.js`],
    outfile: join(dist, "sw.js"),
    bundle: true,
    minify: true,
    format: "iife",
    target: ["safari16", "chrome109", "firefox115"],
    define: { __PRECACHE__: JSON.stringify(precache()), "process.env.NODE_ENV": '"production"' },
    legalComments: "none",
    logLevel: "warning",
  });
}

/** What the worker keeps from its first day: the built files, and the list of what waits in each language. */
function precache() {
  const files = ["app.js", "style.css", "icons/logo.svg"].map((name) => ({ url: `/static/dist/${manifest[name]}`, revision: null }));
  const revision = hashOf([JSON.stringify(manifest), ...shellSources().map((file) => readFileSync(file))]);
  const shells = ["en", "cy"].map((language) => ({ url: `/outbox?lang=${language}`, revision }));
  return [...files, ...shells];
}

/** Everything that the list of what waits is drawn from. */
function shellSources() {
  const below = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = ["app/templates", "app/web", "i18n"].flatMap(below).filter((one) => one.isFile());
  const drawn = files.filter(({ name }) => [".html", ".py", ".po"].includes(extname(name)));
  return drawn.map(({ parentPath, name }) => join(parentPath, name)).sort();
}

function copyIcons() {
  const files = readdirSync(icons).filter((file) => [".svg", ".png"].includes(extname(file)));
  return Object.fromEntries(
    files.map((file) => {
      const name = hashed(file, readFileSync(join(icons, file)));
      copyFileSync(join(icons, file), join(dist, name));
      return [`icons/${file}`, name];
    }),
  );
}

/** Eight capitals or figures after a dash, as esbuild does it: the server knows by them what never changes. */
function hashed(file, content) {
  return `${basename(file, extname(file))}-${hashOf([content])}${extname(file)}`;
}

function hashOf(contents) {
  const hash = createHash("sha256");
  for (const content of contents) hash.update(content);
  return BigInt(`0x${hash.digest("hex")}`).toString(36).toUpperCase().slice(0, 8);
}

function compress() {
  for (const file of readdirSync(dist).filter((name) => compressed.has(extname(name)))) {
    const content = readFileSync(join(dist, file));
    const size = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    writeFileSync(join(dist, `${file}.br`), brotliCompressSync(content, { params: size }));
    writeFileSync(join(dist, `${file}.gz`), gzipSync(content, { level: 9 }));
  }
}
