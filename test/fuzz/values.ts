// Values for the members of AWS's models: mostly nearly right, sometimes absurd.
import { type Model, shapeOf } from '../../src/local/protocol/model.ts';
import type { Random } from '../support/random.ts';

export const accounts = ['111122223333', '444455556666', '000000000000'];
export const digest = `sha256:${'a'.repeat(64)}`;
const region = 'us-east-1';

/** Names and texts that occur in the other requests, too, so that some of them meet. */
const known = [
  'app',
  'team/app',
  'v1',
  'latest',
  'role',
  'user',
  'one',
  digest,
  ...accounts,
  `arn:aws:iam::${accounts[0]}:role/role`,
  `arn:aws:iam::${accounts[0]}:user/user`,
  `arn:aws:ecr:${region}:${accounts[0]}:repository/app`,
  'arn:aws:iam::aws:policy/ReadOnlyAccess',
  `ecr-pullthroughcache/one`,
  'quay.io',
  'stdout',
  'i-0123456789abcdef0',
  region,
  'eu-west-1',
  '{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Principal":"*","Action":"*"}]}',
  '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"ecr:*","Resource":"*"}}',
  '{"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":1},"action":{"type":"expire"}}]}',
  '{"source":["aws.ecr"]}',
  '{"schemaVersion":2,"config":null,"layers":[null]}',
];
const odd = [
  '',
  ' ',
  '\0',
  '\u001b[2J',
  '\ud800',
  '../../etc/passwd',
  '%00%2e%2e',
  '__proto__',
  'constructor',
  'toString',
  '${jndi:x}',
  "'; DROP TABLE documents; --",
  '<![CDATA[x]]>&lt;',
  'null',
  '[]',
  '{}',
  '[[[[[[[[',
  'arn:aws:iam::',
  'arn:::::',
  'a'.repeat(300),
  'é'.repeat(2_000),
  '(a+)+$',
  '*'.repeat(60),
  '9'.repeat(40),
];
const numbers = [0, 1, -1, 2, 100, 1_000, 1.5, -0.5, 1e9, 2 ** 31, 2 ** 53, 1e21, 1e300, -1e300];
const wrong: readonly unknown[] = [null, true, 7, 'x', [], {}, [null], { a: null }, [[]]];

export function text(random: Random): string {
  if (random.chance(0.75)) return random.pick(known);
  if (random.chance(0.8)) return random.pick(odd);
  return random.pick(known) + random.pick(odd);
}

export function number(random: Random): number {
  return random.chance(0.6) ? random.below(100) : random.pick(numbers);
}

/** Any JSON at all. */
export function anything(random: Random, depth = 0): unknown {
  const kind = random.below(depth > 3 ? 4 : 6);
  if (kind === 0) return random.pick(wrong);
  if (kind === 1) return number(random);
  if (kind === 2 || kind === 3) return text(random);
  const size = random.below(4);
  if (kind === 4) return Array.from({ length: size }, () => anything(random, depth + 1));
  return Object.fromEntries(
    Array.from({ length: size }, () => [text(random), anything(random, depth + 1)]),
  );
}

/** An input for a shape: required members mostly, the others sometimes, each of the right type in most cases. */
export function valueFor(random: Random, model: Model, name: string, depth = 0): unknown {
  if (random.chance(0.04)) return anything(random);
  const shape = shapeOf(model, name);
  switch (shape.type) {
    case 'structure':
      return Object.fromEntries(
        Object.entries(shape.members ?? {})
          .filter(([member]) => random.chance(shape.required?.includes(member) ? 0.96 : 0.25))
          .map(([member, { shape: target }]) => [
            member,
            depth > 6 ? null : valueFor(random, model, target, depth + 1),
          ]),
      );
    case 'list': {
      const target = shape.member?.shape ?? '';
      const length = random.chance(0.02) ? 200 : random.below(4);
      return Array.from({ length }, () => valueFor(random, model, target, depth + 1));
    }
    case 'map':
      return Object.fromEntries(
        Array.from({ length: random.below(4) }, () => [
          text(random),
          valueFor(random, model, shape.value?.shape ?? '', depth + 1),
        ]),
      );
    case 'boolean':
      return random.chance(0.5);
    case 'string':
      if (shape.enum !== undefined && random.chance(0.8)) return random.pick(shape.enum);
      return text(random);
    case 'blob':
      return Buffer.from(text(random)).toString('base64');
    default:
      return number(random);
  }
}

/** A text for a path or a query. */
export function encodedText(random: Random): string {
  return encodeURIComponent(text(random).toWellFormed());
}
