// Applying specs in process: to a local AWS, with calls that can be cut off, as a killed process leaves them.

import { type Applied, apply } from '../../src/plan/apply/apply.ts';
import { destroy } from '../../src/plan/apply/destroy.ts';
import type { Holder } from '../../src/plan/apply/lock.ts';
import { type Counting, counting } from '../../src/plan/counting.ts';
import { makePlan, type Opened, openSpec, type Plan } from '../../src/plan/plan.ts';
import { readSpec } from '../../src/spec/read/read-spec.ts';

export interface RunOptions {
  /** Requests after which nothing is sent any more. */
  readonly callsUntilKilled?: number;
  readonly deleteImages?: boolean;
  readonly breakLock?: boolean;
  readonly hasEnded?: (holder: Holder) => boolean;
  readonly confirm?: (plan: Plan) => Promise<boolean>;
  readonly credentials?: Readonly<Record<string, string>>;
}

export const killed = 'the process was killed';

/** A spec against a local AWS. */
export class SpecRun {
  readonly #endpoint: string;
  readonly #text: string;

  constructor(endpoint: string, text: string) {
    this.#endpoint = endpoint;
    this.#text = text;
  }

  plan(options: RunOptions = {}): Promise<Plan> {
    return this.#with(options, (opened) => makePlan(opened, options));
  }

  apply(options: RunOptions = {}): Promise<Applied> {
    return this.#with(options, (opened) => apply(opened, applyOptions(options)));
  }

  destroy(options: RunOptions = {}): Promise<Plan> {
    return this.#with(options, (opened) => destroy(opened, applyOptions(options)));
  }

  async #with<Value>(
    options: RunOptions,
    work: (opened: Opened) => Promise<Value>,
  ): Promise<Value> {
    const calls = cutOff(counting(), options.callsUntilKilled ?? Number.POSITIVE_INFINITY);
    const environment = {
      AWS_ENDPOINT_URL: this.#endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      ...options.credentials,
    };
    const spec = readSpec([{ name: 'hawser.yaml', text: this.#text }]);
    try {
      return await work(await openSpec(spec, { profiles: [], environment, calls }));
    } finally {
      calls.close();
    }
  }
}

function applyOptions({ deleteImages = false, breakLock = false, hasEnded, confirm }: RunOptions) {
  return {
    deleteImages,
    lock: {
      holder: { host: 'test', pid: 1, since: '2026-01-01T00:00:00Z' },
      hasEnded: hasEnded ?? (() => false),
      breakLock,
    },
    confirm: confirm ?? (async () => true),
    progress: () => undefined,
  };
}

function cutOff(calls: Counting, most: number): Counting {
  const handler = new Proxy(calls.handler, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (property !== 'handle') return value;
      return async (...args: unknown[]) => {
        if (calls.count() >= most) throw new Error(killed);
        return (value as (...all: unknown[]) => unknown)(...args);
      };
    },
  });
  return { ...calls, handler };
}
