// The direction of imports between the rooms of src/ and the parts of src/local, and the purity of the pure ones.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { withTables } from '../../scripts/house-tables.ts';
import { type Room, rooms } from './house.ts';
import { importsOf, loadedBy, sources } from './imports.ts';
import { localParts } from './local-parts.ts';

const impure: readonly [RegExp, string][] = [
  [/from 'node:(?!crypto')/, 'imports a Node module other than crypto (for digests)'],
  [/\bDate\.now\(\)|\bnew Date\(\)|\bDate\(\)|\bperformance\.\w+\(/, 'reads the clock'],
  [/\bprocess\.|\bglobalThis\b/, 'reads the process'],
  [
    /\bMath\.random\(|\brandom(Bytes|UUID|Int|FillSync)\(|\bgetRandomValues\(|\bgenerateKey/,
    'is random',
  ],
  [/\bfetch\(|\bset(Timeout|Interval|Immediate)\(|\bqueueMicrotask\(/, 'does I/O or waits'],
  [/\bconsole\./, 'prints'],
];

/** The text of a file; what tests share (it is not in the build) may import the test runner. */
function productOf(file: string): string {
  const text = readFileSync(file, 'utf8');
  return file.includes('/testing/')
    ? text.replace(/ from 'node:(test|assert\/strict)'/g, '')
    : text;
}

/** The innermost of the rooms that a file lies in. */
function placeOf(file: string, base: string, list: readonly Room[], otherwise: string): string {
  const path = file.slice(base.length);
  const around = list.map(({ name }) => name).filter((name) => path.startsWith(`${name}/`));
  return around.sort((a, b) => b.length - a.length)[0] ?? otherwise;
}
const roomOf = (file: string): string => placeOf(file, 'src/', rooms, file.split('/')[1] ?? file);
const partOf = (file: string): string => {
  const [, , folder = '', ...below] = file.split('/');
  return placeOf(file, 'src/local/', localParts, below.length === 0 ? 'local' : folder);
};

/** Imports that the list does not allow. */
function wrongImports(
  files: readonly string[],
  list: readonly Room[],
  placed: (file: string) => string,
  always: readonly string[],
): string[] {
  const allowed = new Map(list.map(({ name, mayImport }) => [name, mayImport]));
  return files.flatMap((file) => {
    const from = placed(file);
    const may = allowed.get(from) ?? [];
    return importsOf(file)
      .filter((target) => files.includes(target))
      .filter((target) => {
        const to = placed(target);
        if (from === to || may === 'everything' || always.includes(to)) return false;
        return !may.includes(to);
      })
      .map((target) => `${file} -> ${target}`);
  });
}

describe('the rooms of src/', () => {
  const local = sources.filter((file) => file.startsWith('src/local/'));

  it('are those of the list, and each is built', () => {
    const found = new Set(sources.map(roomOf));
    assert.deepEqual([...found].sort(), rooms.map(({ name }) => name).sort());
  });

  it('import only in the direction of the house', () => {
    assert.deepEqual(wrongImports(sources, rooms, roomOf, ['names']), []);
  });

  it('have in local the parts of the list', () => {
    const found = new Set(local.map(partOf));
    assert.deepEqual([...found].sort(), localParts.map(({ name }) => name).sort());
  });

  it('have parts in local that import only what the list says', () => {
    assert.deepEqual(wrongImports(local, localParts, partOf, []), []);
  });

  it('keep I/O, clock, environment and chance out of the pure ones', () => {
    const pure = new Set(rooms.filter((room) => room.pure).map(({ name }) => name));
    const wrong = sources
      .filter((file) => pure.has(roomOf(file)))
      .flatMap((file) => {
        const text = productOf(file);
        return impure.filter(([sign]) => sign.test(text)).map(([, what]) => `${file} ${what}`);
      });
    assert.deepEqual(wrong, []);
  });

  it('keep pulls out of iam: it knows of ECR how its policies are written and what actions it has, and no more', () => {
    const about = /^src\/iam\/(lint\/|actions\/|document\/check|validate\.ts|index\.ts|batch\/)/;
    const named = sources
      .filter((file) => file.startsWith('src/iam/') && !about.test(file))
      .filter((file) =>
        /\becr\b/i.test(readFileSync(file, 'utf8').replace(/\/\*\*[\s\S]*?\*\//g, '')),
      );
    assert.deepEqual(
      named.filter((file) => !file.startsWith('src/iam/testing/')),
      [],
    );
  });

  it('keep commands out of the pure ones: a fix is a change, and only actions/print makes commands of it', () => {
    const pure = new Set(rooms.filter((room) => room.pure).map(({ name }) => name));
    const command =
      /\b(aws (iam|ecr|ec2|sts|secretsmanager) [a-z]+-[a-z-]+ |kubectl [^\n]*(\$\{|--\w))/;
    const wrong = sources
      .filter((file) => pure.has(roomOf(file)) && !file.startsWith('src/actions/print/'))
      // What texts say, and what the catalogue tells of causes, is prose.
      .filter((file) => !/^src\/(symptoms|causes\/known)\//.test(file))
      .filter((file) => command.test(readFileSync(file, 'utf8')));
    assert.deepEqual(wrong, []);
  });

  it('have no files that must be loaded before each other', () => {
    const circles: string[] = [];
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
      if (done.has(file) || path.includes(file)) return;
      for (const next of loadedBy(file)) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of sources) visit(file, []);
    assert.deepEqual(circles, []);
  });

  it('write to stderr through log/, apart from the parser of the command line and the programs of kubelet and docker', () => {
    const others = ['src/cli/closed-pipes.ts', 'src/cli/run.ts', 'src/credentials/finish.ts'];
    const writing = sources.filter((file) =>
      /\bprocess\.stderr\b|\bconsole\./.test(readFileSync(file, 'utf8')),
    );
    assert.deepEqual(writing.sort(), [...others, 'src/log/log.ts'].sort());
  });

  it('stand in docs/house.md as they stand here (npm run docs:house writes them)', () => {
    const page = readFileSync('docs/house.md', 'utf8');
    assert.equal(page, withTables(page));
  });
});
