import type { CauseFound, Proof } from '../proof.ts';
import type { Group, Radius, Repair } from './answer.ts';
import { joinedFix, policyTarget } from './joined-fix.ts';
import type { ProvenPull } from './prove-fleet.ts';

/** Workloads that are named of a repair; of the others their number says enough. */
const mostExamples = 5;

/** The causes of a pull that count: all that were proven; where none was, the likeliest one. */
export function countingCauses({ causes }: Proof): readonly CauseFound[] {
  const proven = causes.filter(({ confidence }) => confidence === 1);
  return proven.length > 0 ? proven : causes.slice(0, 1);
}

interface Member {
  readonly pull: ProvenPull;
  readonly cause: CauseFound;
}

/** Pulls by their causes: the cause that concerns most comes first, and in it what mends most. */
export function grouped(pulls: readonly ProvenPull[]): Group[] {
  const members = pulls.flatMap((pull) =>
    countingCauses(pull.proof).map((cause): Member => ({ pull, cause })),
  );
  return [...Map.groupBy(members, ({ cause }) => cause.code).values()]
    .map(groupOf)
    .sort((a, b) => bySize(a, b) || a.code.localeCompare(b.code));
}

function groupOf(members: readonly Member[]): Group {
  const repairs = [...Map.groupBy(members, ({ cause }) => aimOf(cause)).values()]
    .map(repairOf)
    .sort((a, b) => bySize(a, b) || a.deciding.localeCompare(b.deciding));
  const [{ cause }] = members as [Member];
  const { code, catalogue, title, docs } = cause;
  const [{ fix }] = repairs as [Repair];
  const confidence = Math.max(...new Set(members.map((one) => one.cause.confidence)));
  return { code, catalogue, title, confidence, docs, ...radiusOf(members), fix, repairs };
}

/** What a cause is mended at: causes of one aim are mended together. */
function aimOf({ deciding, fix }: CauseFound): string {
  return policyTarget(fix) ?? deciding.text;
}

function repairOf(members: readonly Member[]): Repair {
  const [{ cause }] = members as [Member];
  const distinct = new Map(members.map((one) => [one.cause.deciding.text, one.cause]));
  const isJoined = policyTarget(cause.fix) !== undefined;
  const fix = (isJoined && joinedFix([...distinct.values()].map((one) => one.fix))) || cause.fix;
  const patches = isJoined
    ? new Set([fix.patch].filter((patch) => patch !== undefined))
    : new Set(members.flatMap((one) => one.cause.fix.patch ?? []));
  return {
    deciding: [...distinct.keys()].join('; '),
    ...radiusOf(members),
    fix,
    patches: [...patches],
    examples: [...workloadsOf(members)].slice(0, mostExamples),
  };
}

function radiusOf(members: readonly Member[]): Radius {
  const failing = (when: string) => members.filter(({ pull }) => pull.fails === when).length;
  return {
    pulls: members.length,
    workloads: workloadsOf(members).size,
    now: failing('now'),
    restart: failing('restart'),
    reschedule: failing('reschedule'),
  };
}

function workloadsOf(members: readonly Member[]): ReadonlySet<string> {
  return new Set(members.map(({ pull }) => `${pull.pull.namespace}/${pull.workload}`));
}

function bySize(a: Radius, b: Radius): number {
  return b.pulls - a.pulls || b.workloads - a.workloads;
}
