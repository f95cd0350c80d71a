// How long the doctor takes over large clusters from a bundle, and in how much memory: `npm run bench:doctor`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { proveFleet } from '../../src/chain/fleet/prove-fleet.ts';
import { writeFleetBundle } from '../../src/evidence/bundle.ts';
import { madeFleet } from './made-fleet.ts';

const hawser = join(import.meta.dirname, '../../bin/hawser.js');
const cluster = { nodes: 1_000, repositories: 500 };
const sizes = [1_000, 10_000, 20_000];
/** Runs of each, of which the fastest counts: others use the machine, too. */
const runs = 3;
/** In the child, when it ends: its largest resident memory in KiB, and its processor time in microseconds. */
const reporting = `process.on('exit', () => process.getBuiltinModule('fs').writeFileSync(process.env.BENCH_MEMORY, JSON.stringify(process.resourceUsage())))`;

interface Run {
  readonly seconds: number;
  readonly mebibytes: number;
  /** Of the processor, in all threads. */
  readonly processorSeconds: number;
}

const folder = mkdtempSync(join(tmpdir(), 'hawser-bench-'));
try {
  const measured: number[] = [];
  for (const pods of sizes) {
    const fleet = madeFleet({ ...cluster, pods });
    const bundle = join(folder, 'fleet.json');
    await writeFleetBundle(bundle, fleet);
    const all: Run[] = [];
    for (let run = 0; run < runs; run++) all.push(await doctor(bundle));
    const seconds = Math.min(...all.map((run) => run.seconds));
    const mebibytes = Math.min(...all.map((run) => run.mebibytes));
    const processor = Math.min(...all.map((run) => run.processorSeconds));
    const { proofs, pulls } = proveFleet(fleet);
    measured.push(seconds / pods);
    console.log(
      [
        `${pods} pods, ${cluster.nodes} nodes, ${cluster.repositories} repositories`,
        `${(statSync(bundle).size / 2 ** 20).toFixed(0)} MiB of bundle`,
        `${seconds.toFixed(2)} s (${processor.toFixed(2)} s of the processor)`,
        `${mebibytes.toFixed(0)} MiB`,
        `${((seconds / pods) * 1000).toFixed(3)} ms a pod`,
        `${pulls.length} pulls in ${proofs} proofs`,
      ].join(', '),
    );
  }
  const [, middle = 0, last = 0] = measured;
  console.log(
    `time per pod at ${sizes[2]} pods to that at ${sizes[1]}: ${(last / middle).toFixed(2)}`,
  );
} finally {
  rmSync(folder, { recursive: true });
}

/** `hawser doctor --all --bundle` as a process of its own, start included. */
async function doctor(bundle: string): Promise<Run> {
  const memory = join(folder, 'memory');
  const args = [
    ...['--import', `data:text/javascript,${encodeURIComponent(reporting)}`],
    ...[hawser, 'doctor', '--all', '--bundle', bundle, '-o', 'json'],
  ];
  const began = performance.now();
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, BENCH_MEMORY: memory },
  });
  child.stdout.resume();
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const seconds = (performance.now() - began) / 1000;
  if (code !== 2) throw new Error(`the doctor ended with ${code}, though some pulls are broken`);
  const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(
    readFileSync(memory, 'utf8'),
  ) as NodeJS.ResourceUsage;
  const processorSeconds = (userCPUTime + systemCPUTime) / 1e6;
  return { seconds, mebibytes: maxRSS / 1024, processorSeconds };
}
