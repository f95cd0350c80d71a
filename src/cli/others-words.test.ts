// What others wrote into names, messages and policies is printed to logs of CI, whose runners read commands from lines.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { known } from '../chain/fact.ts';
import { answerFleet } from '../chain/fleet/answer-fleet.ts';
import { prove } from '../chain/prove.ts';
import { document, healthy, key, node, pod, web } from '../chain/testing/across-accounts.ts';
import type { World } from '../chain/world.ts';
import { renderedFleet } from './fleet-output.ts';
import { formats, rendered } from './proof-output.ts';

const words = 'foo\n::error file=x::PWNED\r\n  ::warning::y ##[error]z';
const waiting = { reason: 'ErrImagePull', message: words };
const repository = healthy.repositories[key];

/** The texts of others wherever a world has any. */
const worlds: Record<string, World> = {
  'a message and an event': {
    ...healthy,
    pods: {
      'default/web': known({
        ...web,
        events: [words],
        owner: { kind: 'Deployment', name: words },
        containers: web.containers.map((one) => ({ ...one, waiting })),
      }),
    },
    nodes: { 'node-a': known({ ...node, ready: false }) },
  },
  'the Sid of a policy': {
    ...healthy,
    repositories: {
      [key]: known({
        ...(repository?.state === 'known' ? repository.value : assert.fail()),
        policy: known(document({ Sid: words, Effect: 'Deny', Principal: '*', Action: '*' })),
      }),
    },
  },
  'the name of an image': {
    ...healthy,
    pods: {
      'default/web': known({
        ...web,
        containers: web.containers.map((one) => ({ ...one, image: `::error::${words}` })),
      }),
    },
  },
};

/** Whether a runner takes a line for a command (actions/runner, ActionCommand.cs). */
const isCommand = (line: string): boolean => line.trimStart().startsWith('::') || /##\[/.test(line);
const commandsIn = (text: string): string[] => text.split(/\r\n|\n|\r/).filter(isCommand);
const ownTitle = /^::(error|warning|notice) title=[^:,]+::/;

describe('the words of others', () => {
  for (const [what, world] of Object.entries(worlds)) {
    for (const format of formats.filter((one) => one !== 'json' && one !== 'sarif')) {
      it(`are no command to a runner: ${what}, as ${format}`, async () => {
        const fleet = {
          world,
          pods: { 'default/web': { labels: {} } },
          expiries: {},
          needs: [{ fact: `::error::${words}`, permission: words }],
        };
        const proof = { ...prove(pod, world), needs: fleet.needs };
        const others = [{ title: `::error::${words}`, proof }];
        const texts = [
          await rendered(format, `::error::${words}`, proof, others),
          await renderedFleet(format, answerFleet(fleet)),
        ];
        for (const text of texts) {
          assert.ok(text.includes('foo'), 'the words are shown');
          // An annotation is one line, in which others' line breaks are encoded.
          const isOwn = (line: string) => format === 'github' && ownTitle.test(line);
          assert.deepEqual(
            commandsIn(text).filter((line) => !isOwn(line)),
            [],
          );
        }
      });
    }
  }
});
