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

interface Format {
  readonly name: string;
  readonly about: string;
  readonly load: () => Promise<Renderer>;
}

/** The outputs that are made from a spec's graph. */
const formats: readonly Format[] = [
  {
    name: 'terraform',
    about: 'Configuration of Terraform for what a spec declares',
    load: async () => (await import('../render/terraform.ts')).renderTerraform,
  },
  {
    name: 'cloudformation',
    about: 'Templates of CloudFormation for what a spec declares; those named 1-… come first',
    load: async () => (await import('../render/cloudformation.ts')).renderCloudformation,
  },
  {
    name: 'eksctl',
    about: 'ClusterConfigs of eksctl with the roles of nodes and service accounts',
    load: async () => (await import('../render/eksctl.ts')).renderEksctl,
  },
  {
    name: 'iam',
    about: 'Policy documents of what a spec declares, as plain JSON',
    load: async () => (await import('../render/iam.ts')).renderIam,
  },
  {
    name: 'kubernetes',
    about: 'Service accounts with the roles that a spec makes for them',
    load: async () => (await import('../render/kubernetes.ts')).renderKubernetes,
  },
  {
    name: 'github-actions',
    about: 'Workflows that push with the roles of GitHub Actions, without keys',
    load: async () => (await import('../render/github-actions.ts')).renderGithubActions,
  },
];

/** Adds a command for each of them. */
export function registerSpecFormats(parent: Command): void {
  for (const { name, about, load } of formats) {
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
