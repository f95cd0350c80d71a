// One round of chaos: steps that fail in every way, after which everything that was acknowledged has to be there.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateRepositoryCommand, ECRServiceException } from '@aws-sdk/client-ecr';
import fc from 'fast-check';
import { damageContent, damageDatabase, isRefusedThen } from './damage.ts';
import { Machine } from './machine.ts';
import { type Image, imageOf, pathOf, push, requireImage } from './world.ts';
import { writeTogether } from './writers.ts';

const repositories = ['team/one', 'team/two'];

/** Something that happens to the local AWS, drawn from a seed. */
export type Step =
  | { readonly kind: 'push'; readonly seeds: readonly number[]; readonly size: number }
  | { readonly kind: 'kill'; readonly seeds: readonly number[]; readonly after: number }
  | { readonly kind: 'full'; readonly seeds: readonly number[]; readonly room: number }
  | { readonly kind: 'slow'; readonly seeds: readonly number[] }
  | {
      readonly kind: 'writers';
      readonly seed: number;
      readonly count: number;
      readonly delay: number;
    }
  | { readonly kind: 'clock'; readonly advance: string }
  | { readonly kind: 'damage'; readonly which: number; readonly how: number }
  | { readonly kind: 'database'; readonly at: number; readonly how: number };

const seeds = fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 6 });
const number = fc.nat({ max: 1_000_000 });

export const rounds: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('push' as const), seeds, size: fc.nat({ max: 300_000 }) }),
    fc.record({ kind: fc.constant('kill' as const), seeds, after: fc.nat({ max: 120 }) }),
    fc.record({ kind: fc.constant('full' as const), seeds, room: fc.nat({ max: 200_000 }) }),
    fc.record({ kind: fc.constant('slow' as const), seeds }),
    fc.record({
      kind: fc.constant('writers' as const),
      seed: number,
      count: fc.integer({ min: 2, max: 4 }),
      delay: fc.nat({ max: 20 }),
    }),
    fc.record({
      kind: fc.constant('clock' as const),
      advance: fc.constantFrom('61m', '13h', '26h', '-30h', '400d', '-400d'),
    }),
    fc.record({ kind: fc.constant('damage' as const), which: number, how: fc.nat({ max: 2 }) }),
    fc.record({ kind: fc.constant('database' as const), at: number, how: fc.nat({ max: 3 }) }),
  ),
  { minLength: 1, maxLength: 6 },
);

/** Runs the steps of a round on a folder of its own. @throws AssertionError for what must not happen. */
export async function runRound(steps: readonly Step[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'hawser-chaos-'));
  const round = new Round(join(folder, 'data'));
  try {
    await round.begin();
    for (const step of steps) await round.take(step);
    await round.end();
  } finally {
    await round.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

class Round {
  readonly #data: string;
  readonly #acknowledged = new Map<string, Image>();
  #machine: Machine | undefined;

  constructor(data: string) {
    this.#data = data;
  }

  async begin(): Promise<void> {
    const machine = await this.#start();
    for (const repositoryName of repositories) {
      await machine.ecr.send(new CreateRepositoryCommand({ repositoryName }));
    }
  }

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'push':
        return this.#push(step.seeds, step.size);
      case 'kill':
        return this.#killWhilePushing(step.seeds, step.after);
      case 'full':
        return this.#pushOntoFullDisk(step.seeds, step.room);
      case 'slow':
        return this.#pushOntoSlowDisk(step.seeds);
      case 'writers':
        return writeTogether(this.#running(), pathOf('team/one'), step);
      case 'clock':
        await this.#running().admin('clock', { advance: step.advance });
        return this.#running().login();
      case 'damage':
        return this.#damage(step.which, step.how);
      case 'database':
        return this.#damageDatabase(step.at, step.how);
    }
  }

  /** After another kill everything is there, and a look at all of it finds nothing lost. */
  async end(): Promise<void> {
    await this.#restart();
    await this.#requireAll();
    const { lost } = await this.#running().admin('verify');
    assert.deepEqual(lost, []);
    const { status } = await this.#running().admin('health');
    assert.equal(status, 'ok');
  }

  async stop(): Promise<void> {
    await this.#machine?.kill('SIGKILL');
    this.#machine = undefined;
  }

  #running(): Machine {
    assert.ok(this.#machine);
    return this.#machine;
  }

  async #start(slow = false): Promise<Machine> {
    this.#machine = await Machine.start(this.#data, slow);
    return this.#machine;
  }

  async #restart(slow = false): Promise<void> {
    const { stderr } = this.#running();
    assert.doesNotMatch(stderr, /internal error|housekeeping failed/);
    await this.stop();
    await this.#start(slow);
  }

  /** Pushes at once, and notes what was acknowledged. @returns how each came out. */
  #pushes(numbers: readonly number[], size: number): Promise<(number | string)[]> {
    const machine = this.#running();
    return Promise.all(
      numbers.map(async (seed, index) => {
        const repository = repositories[seed % repositories.length] ?? '';
        const image = imageOf(repository, `v${seed}-${size}-${index}`, seed, size);
        const outcome = await push(machine, image);
        if (outcome === 201) this.#acknowledged.set(`${image.repository}:${image.tag}`, image);
        return outcome;
      }),
    );
  }

  async #push(numbers: readonly number[], size: number): Promise<void> {
    const outcomes = await this.#pushes(numbers, size);
    assert.ok(
      outcomes.every((outcome) => outcome === 201),
      `pushes came out as ${outcomes.join(', ')}`,
    );
  }

  async #killWhilePushing(numbers: readonly number[], after: number): Promise<void> {
    const pushes = this.#pushes(numbers, 120_000);
    await new Promise((resolve) => setTimeout(resolve, after));
    await this.stop();
    await pushes;
    await this.#start();
    await this.#requireAll();
  }

  /** Pushes fail with 507, reads go on, and all is well once there is room. */
  async #pushOntoFullDisk(numbers: readonly number[], room: number): Promise<void> {
    const machine = this.#running();
    machine.limitFiles(room);
    const creation = new CreateRepositoryCommand({ repositoryName: `full-${room}-${numbers[0]}` });
    const [outcomes, created] = await Promise.all([
      this.#pushes(numbers, 250_000),
      machine.ecr.send(creation).then(
        () => 'made',
        (error: unknown) => (error instanceof ECRServiceException ? error.name : String(error)),
      ),
    ]);
    const expected = new Set<number | string>([201, 507, 'fetch failed']);
    assert.ok(
      outcomes.every((outcome) => expected.has(outcome)),
      `on a full disk pushes came out as ${outcomes.join(', ')}`,
    );
    assert.match(created, /^(made|InternalFailure|RepositoryAlreadyExistsException)$/);
    await this.#requireAll();
    machine.limitFiles(undefined);
    await this.#push(numbers, 1_000);
  }

  async #pushOntoSlowDisk(numbers: readonly number[]): Promise<void> {
    await this.#restart(true);
    await this.#push(numbers, 200_000);
    await this.#restart();
  }

  /** Damaged content is never given out, and the next push mends it. */
  async #damage(which: number, how: number): Promise<void> {
    const images = [...this.#acknowledged.values()];
    const image = images[which % Math.max(images.length, 1)];
    if (image === undefined) return;
    const blob = image.blobs[which % image.blobs.length] ?? Buffer.alloc(0);
    const damaged = await damageContent(this.#data, blob, how);
    const machine = this.#running();
    if (damaged) {
      await assert.rejects(requireImage(machine, image), /was acknowledged, and answers 404/);
    }
    assert.equal(await push(machine, image), 201, 'a push mends what was damaged');
    await requireImage(machine, image);
  }

  /** A damaged database is refused as long as it is, unless nothing of it is lost. */
  async #damageDatabase(at: number, how: number): Promise<void> {
    await this.stop();
    const mend = await damageDatabase(this.#data, at, how);
    try {
      await this.#start();
      await this.#requireAll();
      await this.stop();
    } catch (error) {
      await this.stop();
      if (!isRefusedThen(error)) throw error;
    }
    await mend();
    await this.#start();
  }

  async #requireAll(): Promise<void> {
    for (const image of this.#acknowledged.values()) await requireImage(this.#running(), image);
  }
}
