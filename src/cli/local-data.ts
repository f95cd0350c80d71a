import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { Verification } from '../local/verify/verify-data.ts';
import { StorageError } from '../storage/errors.ts';
import { ask } from './ask-local.ts';
import { UsageError } from './usage-error.ts';

interface DataOptions {
  readonly data: string;
  readonly endpoint: string;
  readonly output: 'text' | 'json';
}

/** Exit code of a look that found something lost. */
const lossFound = 2;

/** Adds `hawser local verify` and `hawser local recover`: what looks after a data folder. */
export function registerLocalData(
  local: Command,
  endpoint: readonly [string, string, string],
): void {
  const output = () =>
    new Option('-o, --output <format>').choices(['text', 'json']).default('text');
  local
    .command('verify')
    .description('recompute the digest of everything in a data folder and say what is lost')
    .option('--data <folder>', 'data folder to look at', '.hawser')
    .option(...endpoint)
    .addOption(output())
    .action(verify);
  local
    .command('recover')
    .description('make a new database of what can still be read of a damaged one')
    .option('--data <folder>', 'data folder that no running local AWS uses', '.hawser')
    .addOption(output())
    .action(recover);
}

async function verify(options: DataOptions): Promise<void> {
  requireData(options.data);
  const found = await verifyFolder(options).catch((error: unknown) => {
    if (error instanceof StorageError && error.code === 'IN_USE') return verifyRunning(options);
    throw error;
  });
  report(found, options);
}

async function verifyFolder({ data }: DataOptions): Promise<Verification> {
  const { openDataFolder } = await import('../storage/data-folder.ts');
  const { openState } = await import('../local/state.ts');
  const { verifyData } = await import('../local/verify/verify-data.ts');
  const folder = await openDataFolder(data, true, () => undefined);
  try {
    return await verifyData(openState(folder.metadata), folder.blobs);
  } finally {
    await folder.close();
  }
}

/** The one that uses the folder can look, too. @throws UsageError when another one answers at the endpoint. */
async function verifyRunning({ data, endpoint }: DataOptions): Promise<Verification> {
  const found = JSON.parse(await ask(endpoint, 'GET', 'verify')) as Verification & {
    readonly folder: string;
  };
  if (found.folder === resolve(data)) return found;
  throw new UsageError(
    `a local AWS uses ${data}, but it is not the one at ${endpoint}`,
    'Say where it listens with --endpoint, or stop it first.',
  );
}

function report(found: Verification, { data, output }: DataOptions): void {
  const { images, layers, contents, bytes, lost } = found;
  if (lost.length > 0) process.exitCode = lossFound;
  if (output === 'json') {
    process.stdout.write(`${JSON.stringify({ images, layers, contents, bytes, lost })}\n`);
    return;
  }
  const lines = [
    `${data}: ${images} images, ${layers} layers, ${contents} contents of ${bytes} bytes`,
    ...lost.map(({ repository, kind, what, why }) => `lost: ${repository} ${kind} ${what}: ${why}`),
    lost.length === 0 ? 'nothing is lost' : `${lost.length} lost`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

async function recover(options: DataOptions): Promise<void> {
  requireData(options.data);
  const { recoverDatabase } = await import('../storage/recover.ts');
  const done = await recoverDatabase(options.data);
  if (options.output === 'json') {
    process.stdout.write(`${JSON.stringify(done ?? { kept: 0, dropped: [], setAside: '' })}\n`);
    return;
  }
  const lines =
    done === undefined
      ? ['the database is whole: nothing was done']
      : [
          `a new database holds the ${done.kept} documents that could be read`,
          ...done.dropped.map((name) => `damaged: ${name}`),
          `the damaged files are in ${done.setAside}`,
          `see what is lost with: hawser local verify --data ${options.data}`,
        ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function requireData(data: string): void {
  if (existsSync(`${data}/blobs`) || existsSync(`${data}/hawser.db`)) return;
  throw new UsageError(
    `there is no data of a local AWS in ${data}`,
    'Say which folder with --data.',
  );
}
