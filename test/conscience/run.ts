// The project's conscience: for any world, what is said of a pull equals what happens when somebody pulls.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Proof } from '../../src/chain/proof.ts';
import { hiddenConditions, possibleWorlds } from './hidden.ts';
import { NetworkWalks } from './network-walks.ts';
import { PodPulls, podWorlds } from './pod-pulls.ts';
import { worlds } from './policies.ts';
import { RolePulls } from './role-pulls.ts';
import { hiding, topologies } from './topology-kinds.ts';

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
  return tryWorlds(trial, worlds(), pulls, async (world) => ({
    proof: await pulls.prove(world),
    outcomes: [await pulls.pull(world)],
  }));
}

/**
 * Policies that ask for keys which nobody sees: what is said must hold whatever the values are, and nothing is said where
 * they decide. @throws with the smallest world that differs.
 */
export async function tryHiddenKeys(trial: Trial): Promise<Verdicts> {
  const pulls = await RolePulls.start();
  return tryWorlds(trial, worlds(hiddenConditions), pulls, async (world) => {
    const proof = await pulls.prove(world);
    const outcomes: string[] = [];
    for (const possible of possibleWorlds(world)) outcomes.push(await pulls.pull(possible));
    return { proof, outcomes };
  });
}

/** Pods with pull secrets on an emulated node, judged from evidence alone. @throws with the smallest world that differs. */
export async function tryPods(trial: Trial): Promise<Verdicts> {
  const pulls = await PodPulls.start();
  return tryWorlds(trial, podWorlds, pulls, async (world) => {
    const { proof, outcome } = await pulls.run(world);
    return { proof, outcomes: [outcome] };
  });
}

/**
 * Networks with up to three things wrong: what is said is what packets meet, and they pass once what is printed is applied.
 * @throws with the smallest network that differs.
 */
export async function tryNetworks(trial: Trial): Promise<Verdicts> {
  const walks = await NetworkWalks.start();
  return tryWorlds(trial, topologies, walks, async (topology) => {
    walks.arrange(topology);
    const proof = await walks.prove();
    const outcome = walks.pull();
    if (proof.verdict === 'broken') {
      const made = await walks.mend(proof);
      assert.equal(
        walks.pull(),
        'pulled',
        `${outcome}\n${made.join('\n')}\n${print(await walks.prove())}`,
      );
    }
    // What servers of its own answer is not seen: anything may happen then.
    const isHidden = proof.verdict === 'unseen' && topology.wrong.some((one) => hiding.has(one));
    return { proof, outcomes: isHidden ? ['pulled', 'not pulled'] : [outcome] };
  });
}

/** What was said of a pull, and what happened in each world that this one may be. */
interface Judged {
  readonly proof: Proof;
  readonly outcomes: readonly string[];
}

async function tryWorlds<World>(
  trial: Trial,
  arbitrary: fc.Arbitrary<World>,
  pulls: { close(): Promise<void> },
  judge: (world: World) => Promise<Judged>,
): Promise<Verdicts> {
  const verdicts: Verdicts = {};
  try {
    await fc.assert(
      fc.asyncProperty(arbitrary, async (world) => {
        const { proof, outcomes } = await judge(world);
        count(verdicts, proof.verdict);
        // Each key is weighed alone: where only two together settle it, less is said than could be, and nothing wrong.
        if (proof.verdict === 'unseen' && outcomes.length > 1) return;
        assert.equal(proof.verdict, verdictOf(outcomes), `${outcomes.join('\n')}\n${print(proof)}`);
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

function parameters({ worlds: numRuns, seed }: Trial): { numRuns: number; seed?: number } {
  return { numRuns, ...(seed === undefined ? {} : { seed }) };
}

function count(verdicts: Verdicts, verdict: string): void {
  verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
}

function print(value: unknown): string {
  return JSON.stringify(value, null, 1);
}
