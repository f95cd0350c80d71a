// Builders of policies and images for tests.
import type { LifecycleImage } from '../image.ts';

export const day = 86_400_000;
export const now = Date.parse('2026-06-01T00:00:00Z');

export type Fields = Record<string, unknown>;

/** A rule as its JSON: expires images of any tag status beyond the newest one by default. */
export function rule(rulePriority: number, selection: Fields = {}, action: Fields = {}): Fields {
  return {
    rulePriority,
    selection: {
      tagStatus: 'any',
      countType: 'imageCountMoreThan',
      countNumber: 1,
      ...selection,
    },
    action: { type: 'expire', ...action },
  };
}

export const archiving = { type: 'transition', targetStorageClass: 'archive' };
export const days = (countType: string, countNumber: number): Fields => ({
  countType,
  countUnit: 'days',
  countNumber,
});
export const tagged = (...tagPatternList: string[]): Fields => ({
  tagStatus: 'tagged',
  tagPatternList,
});

export function policyText(...rules: readonly Fields[]): string {
  return JSON.stringify({ rules });
}

/** An image that was pushed the given number of days ago. */
export function image(
  digest: string,
  tags: readonly string[],
  daysAgo: number,
  more: Partial<LifecycleImage> = {},
): LifecycleImage {
  return { digest, tags, pushedAt: now - daysAgo * day, ...more };
}
