// The project's conscience: for any world, what is said of a pull equals what happens when somebody pulls.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hiddenConditions, possibleWorlds } from './hidden.ts';
import { PodPulls, podWorlds } from './pod-pulls.ts';
import { worlds } from './policies.ts';
import { RolePulls } from './role-pulls.ts';

export interface Trial {
  /** How many worlds are tried. */
  readonly worlds: number;
  /** Of the random worlds; a new one each time by default. */
  readonly seed?: number | undefined;
}

/** How many worlds had each verdict. */
export type Verdicts = Record<string, number>;

/** Roles and policies whose every key is seen: the verdict is what happens. @throws with the smallest world that differs. */
export async function tryRoles(trial: Trial): Promise<Verdicts> {
  const pulls = await RolePulls.start();
  const verdicts: Verdicts = {};
  try {
    await fc.assert(
      fc.asyncProperty(worlds(), async (world) => {
        const proof = await pulls.prove(world);
        const outcome = await pulls.pull(world);
        count(verdicts, proof.verdict);
        assert.equal(proof.verdict, verdictOf([outcome]), `${outcome}\n${print(proof)}`);
      }),
      parameters(trial),
    );
  } finally {
    await pulls.close();
  }
  return verdicts;
}

/**
 * Policies that ask for keys which nobody sees: what is said must hold whatever the values are, and nothing is said where
 * they decide. @throws with the smallest world that differs.
 */
export async function tryHiddenKeys(trial: Trial): Promise<Verdicts> {
  const pulls = await RolePulls.start();
  const verdicts: Verdicts = {};
  try {
    await fc.assert(
      fc.asyncProperty(worlds(hiddenConditions), async (world) => {
        const proof = await pulls.prove(world);
        count(verdicts, proof.verdict);
        const outcomes: string[] = [];
        for (const possible of possibleWorlds(world)) outcomes.push(await pulls.pull(possible));
        assert.equal(proof.verdict, verdictOf(outcomes), `${outcomes.join('\n')}\n${print(proof)}`);
      }),
      parameters(trial),
    );
  } finally {
    await pulls.close();
  }
  return verdicts;
}

/** Pods with pull secrets on an emulated node, judged from evidence alone. @throws with the smallest world that differs. */
export async function tryPods(trial: Trial): Promise<Verdicts> {
  const pulls = await PodPulls.start();
  const verdicts: Verdicts = {};
  try {
    await fc.assert(
      fc.asyncProperty(podWorlds, async (world) => {
        const { proof, outcome } = await pulls.run(world);
        count(verdicts, proof.verdict);
        assert.equal(proof.verdict, verdictOf([outcome]), `${outcome}\n${print(proof)}`);
      }),
      parameters(trial),
    );
  } finally {
    await pulls.close();
  }
  return verdicts;
}

function verdictOf(outcomes: readonly string[]): string {
  const pulled = outcomes.filter((outcome) => outcome === 'pulled').length;
  if (pulled === outcomes.length) return 'holds';
  return pulled === 0 ? 'broken' : 'unseen';
}

function parameters({ worlds: numRuns, seed }: Trial): fc.Parameters<unknown> {
  return { numRuns, ...(seed === undefined ? {} : { seed }) };
}

function count(verdicts: Verdicts, verdict: string): void {
  verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
}

function print(value: unknown): string {
  return JSON.stringify(value, null, 1);
}
