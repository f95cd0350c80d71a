// What the package exports, from the declarations that tsc emits: one entry for each exported name, without comments.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

const tsc = 'node_modules/.bin/tsc';

/** A statement of a declaration file, without comments. */
function statementsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/^\s*\n/gm, '');
  return text.split(/\n(?=\S)(?![}\])])/).map((statement) => statement.trim());
}

interface Declaration {
  readonly file: string;
  readonly text: string;
}

/** Where a name is declared, through any number of re-exports. */
function declarationOf(file: string, name: string): Declaration | undefined {
  const target = (from: string): string => join(dirname(file), from.replace(/\.ts$/, '.d.ts'));
  for (const text of statementsOf(file)) {
    if (/^export (?:declare )?(?:abstract )?\w+ (\w+)/.exec(text)?.[1] === name)
      return { file, text };
    const [, names, from = ''] = /^export (?:type )?(\{[^}]*\}|\*) from '(.*)';$/.exec(text) ?? [];
    if (names === undefined) continue;
    if (names !== '*' && !new RegExp(`\\b${name}\\b`).test(names)) continue;
    const found = declarationOf(target(from), name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function namesOf(file: string): string[] {
  return statementsOf(file)
    .flatMap((text) => /^export (?:type )?\{([^}]*)\}/.exec(text)?.[1]?.split(',') ?? [])
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .sort();
}

/** @returns Markdown, an entry for each name of each export of the package. */
export function apiReport(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hawser-api-'));
  try {
    const arguments_ = ['-p', 'tsconfig.types.json', '--outDir', folder];
    const { status, stdout } = spawnSync(tsc, arguments_, { encoding: 'utf8' });
    if (status !== 0) throw new Error(stdout);
    const entry = join(folder, 'public', 'iam.d.ts');
    const entries = namesOf(entry).map((name) => {
      const found = declarationOf(entry, name);
      if (found === undefined) throw new Error(`${name} is declared nowhere`);
      const { file, text } = found;
      const source = relative(folder, file).replace(/\.d\.ts$/, '.ts');
      return `### ${name}\n\n\`src/${source}\`\n\n\`\`\`ts\n${text}\n\`\`\`\n`;
    });
    return `# What the package exports\n\nWritten by \`npm run docs:api\`; a test compares it. A change here is one that users of the package meet.\n\n## hawser/iam\n\n${entries.join('\n')}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
