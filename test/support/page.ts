// The blocks of shell on a page of docs/, run against a local AWS as a reader would.
import { delimiter, dirname, join, resolve } from 'node:path';
import { shell } from './local.ts';

export interface Block {
  readonly heading: string;
  readonly code: string;
  readonly expected: readonly string[];
}

/** The blocks of shell on the page, each with the heading above it and what its output must contain. */
export function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let heading = '';
  for (const [part] of page.matchAll(/^#+ .*$|^```sh\n[\s\S]*?^```$/gm)) {
    if (!part.startsWith('```')) heading = part.replace(/^#+ /, '');
    else {
      const lines = part.split('\n').slice(1, -1);
      blocks.push({
        heading,
        code: lines.filter((line) => !line.startsWith('#=> ')).join('\n'),
        expected: lines.flatMap((line) => (line.startsWith('#=> ') ? line.slice(4) : [])),
      });
    }
  }
  return blocks;
}

/**
 * Runs a block. What one exports, the next one has.
 * @param home folder for that, and for everything that clients keep at home.
 * @returns what it printed, with the page's own address of the local AWS.
 */
export async function runBlock(
  code: string,
  { endpoint, home }: { readonly endpoint: string; readonly home: string },
): Promise<string> {
  const { host } = new URL(endpoint);
  const state = join(home, 'environment');
  const script = [
    `[ -f ${state} ] && . ${state}`,
    code.replaceAll('127.0.0.1:4566', host).replaceAll('npx hawser', 'node bin/hawser.js'),
    `export -p > ${state}`,
  ].join('\n');
  const output = await shell('bash -s 2>&1', { PATH: path(), HOME: home }, script);
  return output.replaceAll(host, '127.0.0.1:4566');
}

/** The runtime that runs this test comes first, as it does for npm scripts. */
function path(): string {
  return [dirname(process.execPath), resolve('node_modules/.bin'), process.env.PATH].join(
    delimiter,
  );
}
