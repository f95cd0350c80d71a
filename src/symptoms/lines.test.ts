// A text is read the same however it was copied: broken by a terminal, coloured, escaped, or taken from a log.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagnoseText } from './diagnose-text.ts';
import { smooth } from './lines.ts';

const host = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
const image = `${host}/team/app:v1`;
const messages = [
  `Failed to pull image "${image}": rpc error: code = Unknown desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": unexpected status from HEAD request to https://${host}/v2/team/app/manifests/v1: 403 Forbidden`,
  'An error occurred (AccessDeniedException) when calling the BatchGetImage operation: User: arn:aws:sts::444455556666:assumed-role/node/i-0123456789abcdef0 is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-west-1:111122223333:repository/team/app because no resource-based policy allows the ecr:BatchGetImage action',
  `Failed create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox image "602401143452.dkr.ecr.us-east-1.amazonaws.com/eks/pause:3.5": pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials`,
];
const escapeCharacter = String.fromCharCode(27);
const bell = String.fromCharCode(7);

/** Broken wherever the width ends. */
function hard(text: string, width: number): string[] {
  return text.match(new RegExp(`[^]{1,${width}}`, 'g')) ?? [];
}

/** Broken between words, as long as they are shorter than the width. */
function soft(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}

const copies: Readonly<Record<string, (text: string) => string>> = {
  'a terminal of 80 columns': (text) => hard(text, 80).join('\n'),
  'a terminal of 120 columns': (text) => hard(text, 120).join('\n'),
  'a pane of tmux, 97 wide, without blanks at the ends': (text) =>
    hard(text, 97)
      .map((line) => line.trimEnd())
      .join('\n'),
  'a mail': (text) => soft(text, 76).join('\r\n'),
  'the column of kubectl describe': (text) =>
    `  Warning  Failed  2s (x3 over 40s)  kubelet  ${soft(text, 70).join(`\n${' '.repeat(44)}`)}`,
  Windows: (text) => `${text}\r\n`,
  JSON: (text) => JSON.stringify({ msg: text }),
  'JSON in JSON': (text) => JSON.stringify({ log: JSON.stringify({ msg: text }) }),
  HTML: (text) => text.replaceAll('"', '&quot;'),
  colours: (text) => `${escapeCharacter}[1;31m${text}${escapeCharacter}[0m`,
  'colours that were written out': (text) => `\\u001b[31m${text}\\u001b[0m`,
  'a link of a terminal': (text) =>
    `${escapeCharacter}]8;;https://x.example${bell}${text}${escapeCharacter}]8;;${bell}`,
  'the journal': (text) => `Nov 28 02:00:00 ip-10-0-0-1.ec2.internal kubelet[3274]: ${text}`,
  syslog: (text) => `2026-11-28T02:00:00.123456+00:00 node-1 containerd[99]: ${text}`,
  klog: (text) => `E1128 02:00:00.403401   3274 kuberuntime_manager.go:403] ${text}`,
  "the runtime's log files": (text) => `2026-11-28T02:00:00.403401111Z stderr F ${text}`,
  'docker compose': (text) => `web-1  | ${text}`,
  GitHub: (text) => `2026-11-28T02:00:00.4030000Z ##[error]${text}`,
  BuildKit: (text) => `#12 0.403 ${text}`,
};

const ids = (text: string) => diagnoseText(text).causes.map(({ catalogue }) => catalogue);

describe('a text that was copied from', () => {
  for (const [where, copy] of Object.entries(copies)) {
    it(`${where} says what it says`, () => {
      for (const message of messages) {
        assert.deepEqual(ids(copy(message)).slice(0, 3), ids(message).slice(0, 3), copy(message));
      }
    });
  }

  it('a terminal of almost any width says what it says', () => {
    const widths = Array.from({ length: 111 }, (_, at) => at + 60);
    const broken = widths.flatMap((width) =>
      messages.flatMap((message) =>
        [hard(message, width), soft(message, width)].map(
          (lines) => ids(lines.join('\n'))[0] === ids(message)[0],
        ),
      ),
    );
    const kept = broken.filter(Boolean).length / broken.length;
    assert.ok(kept > 0.97, `${kept}`);
  });
});

describe('lines of their own', () => {
  for (const [what, lines] of [
    [
      'events',
      [
        'Warning  Failed  2s  kubelet  Error: ErrImagePull of some image or other, as it is',
        'Normal  BackOff  2s  kubelet  Back-off pulling image "x"',
      ],
    ],
    [
      'entries of a log',
      [
        'time="2026-11-28" level=error msg="one that is long enough to fill a line of a terminal"',
        'time="2026-11-28" level=info msg="another"',
      ],
    ],
    [
      'steps of a build',
      [
        '#12 ERROR: unexpected status from something that is a little longer than the next',
        '#13 pushing layers',
      ],
    ],
    [
      'commands',
      [
        '$ docker pull 111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/application:v1.2.3',
        '$ docker images',
      ],
    ],
  ] as const) {
    it(`are kept apart: ${what}`, () => {
      assert.equal(smooth(lines.join('\n')).split('\n').length, lines.length);
    });
  }

  it('keep the name of the program that the journal put before them', () => {
    assert.equal(smooth('Nov 28 02:00:00 host kubelet[1]: failed'), 'kubelet: failed');
  });
});

describe('a secret', () => {
  it('does not come out where a terminal broke it, or its name', () => {
    const value = 'Zq3vXw9Lk2Pm8Rt5Yb7Nc4Hd6Jf1Gs0A';
    const text = `docker login failed for the registry of the company: --password=${value} 403 Forbidden`;
    for (let width = 40; width < text.length; width++) {
      const told = JSON.stringify(diagnoseText(hard(text, width).join('\n')));
      assert.ok(!told.includes(value), `${width}`);
    }
  });
});
