// How long a lifecycle policy of 50 rules takes over 100,000 images. Prints figures; asserts nothing.
import { performance } from 'node:perf_hooks';
import { evaluateLifecycle } from '../src/ecr/lifecycle/evaluate.ts';
import type { LifecycleImage } from '../src/ecr/lifecycle/image.ts';
import { parseLifecyclePolicy } from '../src/ecr/lifecycle/parse.ts';

const rounds = 7;
const day = 86_400_000;
const now = Date.parse('2026-06-01T00:00:00Z');

/** 49 rules for tagged images, by every kind of pattern, and one for the rest. */
function policyText(): string {
  const rules = Array.from({ length: 49 }, (_, i) => ({
    rulePriority: i + 1,
    selection: {
      tagStatus: 'tagged',
      tagPatternList: [[`team${i}-*`], ['*-rc*', `*${i}*`], [`*v${i}.*.*`], [`v${i}.0*`]][i % 4],
      countType: i % 2 === 0 ? 'imageCountMoreThan' : 'sinceImagePushed',
      ...(i % 2 === 0 ? {} : { countUnit: 'days' }),
      countNumber: 10 + i,
    },
    action:
      i % 5 === 0 ? { type: 'transition', targetStorageClass: 'archive' } : { type: 'expire' },
  }));
  const last = {
    rulePriority: 50,
    selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1_000 },
    action: { type: 'expire' },
  };
  return JSON.stringify({ rules: [...rules, last] });
}

/** Two tags an image; every tenth is an index of the two before it, every eleventh a signature. */
function repository(size: number): LifecycleImage[] {
  return Array.from({ length: size }, (_, i) => ({
    digest: `sha256:${i.toString(16).padStart(64, '0')}`,
    tags:
      i % 3 === 0 ? [] : [`team${i % 60}-build.${i}`, `v${i % 70}.${i % 7}.${i % 11}-rc${i % 3}`],
    pushedAt: now - ((i * 7_919) % 400) * day - i,
    ...(i % 10 === 0 && i > 2 ? { children: [digest(i - 1), digest(i - 2)] } : {}),
    ...(i % 11 === 0 && i > 1 ? { subject: digest(i - 1) } : {}),
  }));
}

function digest(i: number): string {
  return `sha256:${i.toString(16).padStart(64, '0')}`;
}

const policy = parseLifecyclePolicy(policyText());
for (const size of [10_000, 50_000, 100_000]) {
  const images = repository(size);
  const times: number[] = [];
  let actions = 0;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    actions = evaluateLifecycle(policy, images, now).length;
    times.push(performance.now() - start);
  }
  const median = times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
  console.log(
    `${size} images, ${policy.rules.length} rules: ${median.toFixed(0)} ms (median of ${rounds}), ${actions} actions`,
  );
}
