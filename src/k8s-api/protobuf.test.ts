// Bodies in Kubernetes' protobuf encoding: parsed within limits that bound the time.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeProtobuf } from './protobuf.ts';

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}

const field = (number: number, piece: Buffer | string): Buffer => {
  const content = Buffer.from(piece);
  return Buffer.concat([varint(number * 8 + 2), varint(content.length), content]);
};

function namespaceOf(meta: readonly Buffer[]): Buffer {
  const type = Buffer.concat([field(1, 'v1'), field(2, 'Namespace')]);
  const object = field(1, Buffer.concat(meta));
  return Buffer.concat([Buffer.from('k8s\0'), field(1, type), field(2, object)]);
}

const label = (key: string, value: string): Buffer =>
  field(11, Buffer.concat([field(1, key), field(2, value)]));

describe('a protobuf body', () => {
  it('can contain strings, maps and lists', () => {
    const meta = [
      field(1, 'team'),
      label('a', '1'),
      label('b', '2'),
      field(14, 'x'),
      field(14, 'y'),
    ];
    assert.deepEqual(decodeProtobuf(namespaceOf(meta)), {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'team', labels: { a: '1', b: '2' }, finalizers: ['x', 'y'] },
    });
  });

  it('can have any key in its maps, including names that are special in JavaScript', () => {
    const { metadata } = decodeProtobuf(namespaceOf([label('__proto__', 'x')])) as {
      metadata: { labels: object };
    };
    assert.deepEqual(Object.entries(metadata.labels), [['__proto__', 'x']]);
  });

  it('can have thousands of labels, and is refused with too many fields, known or unknown', () => {
    const labels = (count: number) => Array.from({ length: count }, (_, at) => label(`l${at}`, ''));
    const { metadata } = decodeProtobuf(namespaceOf(labels(9_000))) as {
      metadata: { labels: object };
    };
    assert.equal(Object.keys(metadata.labels).length, 9_000);
    for (const many of [labels(100_000), Array.from({ length: 200_000 }, () => field(99, ''))]) {
      assert.throws(() => decodeProtobuf(namespaceOf(many)), {
        reason: 'RequestEntityTooLarge',
        message: /more than 30000 fields/,
      });
    }
  });

  it('is refused when it is truncated', () => {
    const whole = namespaceOf([field(1, 'team')]);
    for (const end of [whole.length - 1, 5, 3]) {
      assert.throws(() => decodeProtobuf(whole.subarray(0, end)), { reason: 'BadRequest' });
    }
  });
});
