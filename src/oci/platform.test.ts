import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { choosePlatform, formatPlatform, parsePlatform } from './platform.ts';

describe('platforms are normalised as containerd does', () => {
  const same: [string, string][] = [
    ['linux/amd64', 'linux/amd64'],
    ['linux/x86_64', 'linux/amd64'],
    ['Linux/AMD64', 'linux/amd64'],
    ['linux/amd64/v1', 'linux/amd64'],
    ['linux/aarch64', 'linux/arm64'],
    ['linux/arm64/v8', 'linux/arm64'],
    ['linux/arm64/8', 'linux/arm64'],
    ['linux/arm', 'linux/arm/v7'],
    ['linux/armhf', 'linux/arm/v7'],
    ['linux/armel', 'linux/arm/v6'],
    ['linux/arm/6', 'linux/arm/v6'],
    ['linux/i386', 'linux/386'],
    ['windows/amd64', 'windows/amd64'],
  ];
  for (const [text, expected] of same) {
    it(`${text} is ${expected}`, () => assert.equal(formatPlatform(parsePlatform(text)), expected));
  }
  for (const text of ['', 'linux', 'linux/', '/amd64', 'linux/arm/', 'linux/arm/v7/x']) {
    it(`${JSON.stringify(text)} is not a platform`, () =>
      assert.throws(() => parsePlatform(text), { code: 'PLATFORM_INVALID' }));
  }
});

describe('choosePlatform', () => {
  const entries = (...texts: string[]) => texts.map((text) => ({ platform: parsePlatform(text) }));
  const choose = (offered: { platform?: ReturnType<typeof parsePlatform> }[], machine: string) => {
    const { platform } = choosePlatform(offered, parsePlatform(machine));
    return platform === undefined ? 'any' : formatPlatform(platform);
  };

  const rows: [string, string[], string][] = [
    ['linux/amd64', ['linux/arm64', 'linux/amd64'], 'linux/amd64'],
    ['linux/arm64', ['linux/amd64', 'linux/arm64/v8'], 'linux/arm64'],
    ['linux/arm64', ['linux/arm/v7', 'linux/arm/v6'], 'linux/arm/v7'],
    ['linux/arm/v7', ['linux/arm/v5', 'linux/arm/v6'], 'linux/arm/v6'],
    ['linux/amd64/v3', ['linux/amd64', 'linux/amd64/v2'], 'linux/amd64/v2'],
    ['linux/amd64', ['linux/386'], 'linux/386'],
  ];
  for (const [machine, offered, chosen] of rows) {
    it(`${machine} chooses ${chosen} from ${offered.join(', ')}`, () =>
      assert.equal(choose(entries(...offered), machine), chosen));
  }

  it('chooses a descriptor without a platform only when no other matches', () => {
    assert.equal(choose([{}, ...entries('linux/amd64')], 'linux/amd64'), 'linux/amd64');
    assert.equal(choose([{}, ...entries('linux/arm64')], 'linux/amd64'), 'any');
  });

  const refused: [string, string[]][] = [
    ['linux/arm64', ['linux/amd64']],
    ['linux/arm/v6', ['linux/arm/v7']],
    ['linux/amd64', ['linux/amd64/v2', 'windows/amd64']],
    ['linux/amd64', ['unknown/unknown']],
    ['linux/amd64', []],
  ];
  for (const [machine, offered] of refused) {
    it(`finds nothing for ${machine} in [${offered.join(', ')}]`, () =>
      assert.throws(() => choose(entries(...offered), machine), {
        code: 'PLATFORM_NO_MATCH',
        message: 'no match for platform in manifest: not found',
      }));
  }
});
