import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { Command, Option } from 'commander';
import { candidates, completedWith, registerCompletion } from './complete.ts';

function program(): Command {
  const root = new Command('hawser');
  const local = root.command('local');
  local
    .command('up')
    .option('--port <port>')
    .addOption(new Option('--iam <mode>').choices(['enforce', 'off']))
    .addOption(new Option('-o, --output <format>').choices(['text', 'json']));
  local.command('node').argument('[name]');
  root.command('login');
  completedWith(root.command('explain').argument('[code]').option('--list'), async () => [
    'HW0101',
    'REF-01',
  ]);
  registerCompletion(root);
  return root;
}

describe('completion', () => {
  const complete = (...words: string[]) => candidates(program(), words);

  it('offers commands, and those below a command', async () => {
    assert.deepEqual(await complete(''), ['completion', 'explain', 'local', 'login']);
    assert.deepEqual(await complete('lo'), ['local', 'login']);
    assert.deepEqual(await complete('local', ''), ['node', 'up']);
  });

  it('offers options once a dash is typed, and the choices of an option', async () => {
    assert.deepEqual(await complete('local', 'up', '--'), [
      '--help',
      '--iam',
      '--output',
      '--port',
    ]);
    assert.deepEqual(await complete('local', 'up', '--iam', ''), ['enforce', 'off']);
    assert.deepEqual(await complete('local', 'up', '-o', 'j'), ['json']);
    assert.deepEqual(await complete('local', 'up', '--iam=o'), ['--iam=off']);
  });

  it('offers the names that an argument may be, in the case that is typed', async () => {
    assert.deepEqual(await complete('explain', 'HW'), ['HW0101']);
    assert.deepEqual(await complete('explain', 'hw'), ['hw0101']);
    assert.deepEqual(await complete('explain', ''), ['HW0101', 'REF-01']);
    assert.deepEqual(await complete('explain', '-'), ['--help', '--list']);
    assert.deepEqual(await complete('explain', 'HW0101', ''), []);
  });

  it('offers nothing where a name or a file is wanted', async () => {
    assert.deepEqual(await complete('local', 'up', '--port', ''), []);
    assert.deepEqual(await complete('local', 'node', ''), []);
  });

  it('prints scripts that the shells accept', () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      if (spawnSync(shell, ['--version']).error !== undefined) continue;
      const root = program();
      let script = '';
      const write = process.stdout.write;
      process.stdout.write = (text: string | Uint8Array) => {
        script += String(text);
        return true;
      };
      try {
        root.parse(['node', 'hawser', 'completion', shell]);
      } finally {
        process.stdout.write = write;
      }
      const checked = spawnSync(shell, ['-n'], { input: script, encoding: 'utf8' });
      assert.deepEqual([checked.status, checked.stderr], [0, ''], shell);
    }
  });
});
