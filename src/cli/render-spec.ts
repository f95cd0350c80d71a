import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import type { RenderedFile } from '../render/rendered.ts';
import type { Graph } from '../spec/graph/graph.ts';
import { onSpec, specOf } from './spec-files.ts';

interface RenderOptions {
  readonly file: readonly string[];
  readonly out?: string;
}

type Renderer = (graph: Graph) => readonly RenderedFile[];

/** The outputs that are made from a spec's graph. */
const formats: readonly (readonly [name: string, about: string, load: () => Promise<Renderer>])[] =
  [
    [
      'terraform',
      'Configuration of Terraform for what a spec declares',
      async () => (await import('../render/terraform.ts')).renderTerraform,
    ],
    [
      'iam',
      'Policy documents of what a spec declares, as plain JSON',
      async () => (await import('../render/iam.ts')).renderIam,
    ],
  ];

/** Adds a command for each of them. */
export function registerSpecFormats(parent: Command): void {
  for (const [name, about, load] of formats) {
    onSpec(parent.command(name))
      .description(about)
      .option('--out <folder>', 'write files into this folder, instead of printing them')
      .action(async (options: RenderOptions) => render(await load(), options));
  }
}

async function render(renderer: Renderer, { file, out }: RenderOptions): Promise<void> {
  const spec = await specOf(file);
  const { compileSpec } = await import('../spec/graph/graph.ts');
  const files = renderer(compileSpec(spec));
  if (out === undefined) process.stdout.write(printed(files));
  else for (const one of files) await write(join(out, one.path), one.text);
}

/** One file as it is; several JSON files as the members of one object. */
function printed(files: readonly RenderedFile[]): string {
  const [only] = files;
  if (files.length === 1 && only !== undefined) return only.text;
  if (files.every(({ path }) => path.endsWith('.json'))) {
    const all = files.map(({ path, text }) => [path.replace(/\.json$/, ''), JSON.parse(text)]);
    return `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`;
  }
  return files.map(({ path, text }) => `# ${path}\n${text}`).join('\n');
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
