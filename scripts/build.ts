import { rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { build } from 'esbuild';

/** One file for the image, no node_modules beside it: in `dist`, or in the folder that the command names, which it empties. */
const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '..', 'dist'));

const banner =
  "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);";

rmSync(folder, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: [join(import.meta.dirname, '..', 'src', 'main.ts')],
  outfile: join(folder, 'operator.mjs'),
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // The packages' module entries are what tree shaking works on: a fifth of the memory.
  mainFields: ['module', 'main'],
  banner: { js: banner },
  minify: true,
  keepNames: true,
  sourcemap: 'external',
  metafile: true,
  logLevel: 'warning',
});
const strangers = Object.keys(metafile.inputs).filter((input) => /^src\/(simulator|cli)\//.test(input));
if (strangers.length > 0) throw new Error(`in the operator's bundle, where they must not be: ${strangers.join(', ')}`);
const [output] = Object.values(metafile.outputs).filter(({ entryPoint }) => entryPoint !== undefined);
process.stdout.write(`${join(relative(process.cwd(), folder), 'operator.mjs')} ${((output?.bytes ?? 0) / 1_048_576).toFixed(1)} MiB\n`);
