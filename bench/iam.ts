// How fast the IAM engine is. Prints its fixture and figures; asserts nothing, for machines differ.
import { performance } from 'node:perf_hooks';
import { compilePolicy, evaluate, evaluateLines } from '../src/iam/index.ts';
import { identity, repository, request } from './iam-fixture.ts';

const rounds = 5;
const seconds = Number(process.env.BENCH_SECONDS ?? 1);

/** Calls a function for a while and gives the median of its rates over the rounds. */
function rate(call: () => void, batch = 1000): number {
  const rates: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now();
    let calls = 0;
    let now = start;
    while (now - start < seconds * 1000) {
      for (let i = 0; i < batch; i++) call();
      calls += batch;
      now = performance.now();
    }
    if (round > 0) rates.push((calls * 1000) / (now - start));
  }
  return rates.sort((a, b) => a - b)[Math.floor(rates.length / 2)] ?? 0;
}

function percentile(call: () => void, share: number): number {
  const times: number[] = [];
  for (let i = 0; i < 200_000; i++) {
    const start = performance.now();
    call();
    times.push(performance.now() - start);
  }
  return (times.sort((a, b) => a - b)[Math.floor(times.length * share)] ?? 0) * 1000;
}

/** A policy of about ten kibibytes. */
function tenKibibytes(): string {
  const statements = [];
  while (JSON.stringify(statements).length < 10 * 1024) {
    statements.push(...identity.Statement.map(({ Sid, ...rest }) => ({ ...rest })));
  }
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

const policies = {
  identity: [compilePolicy(identity, 'identity')],
  resource: compilePolicy(repository, 'resource'),
};
const line = JSON.stringify({
  id: 1,
  request,
  policies: { identity: [identity], resource: repository },
});
const lines = evaluateLines();
const large = tenKibibytes();
const stars = `${'a*'.repeat(8)}b`;
const starred = {
  identity: [
    compilePolicy(
      {
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Action: '*', Resource: `arn:aws:s3:::${stars}` },
      },
      'identity',
    ),
  ],
};
const long = {
  ...request,
  action: 's3:GetObject',
  resource: { ...request.resource, resource: `arn:aws:s3:::${'a'.repeat(250)}` },
};

console.log('Fixture');
console.log(`  identity policy   ${identity.Statement.length} statements`);
console.log(`  repository policy ${repository.Statement.length} statements`);
console.log(`  request           ${request.action} by a role session, 7 context keys`);
console.log(`  answer            ${evaluate(request, policies).decision}`);
console.log(
  `Figures (Node ${process.version}, one core, median of ${rounds} rounds of ${seconds} s)`,
);
const show = (name: string, figure: string) => console.log(`  ${name.padEnd(44)}${figure}`);
const perSecond = (call: () => void, batch?: number) =>
  `${Math.round(rate(call, batch)).toLocaleString('en')}/s`;
show(
  'decisions',
  perSecond(() => evaluate(request, policies)),
);
show(
  'decisions, 99th percentile',
  `${percentile(() => evaluate(request, policies), 0.99).toFixed(1)} us`,
);
show(
  `JSON Lines of ${(line.length / 1024).toFixed(1)} KiB, in process`,
  perSecond(() => JSON.stringify(lines.answer(line).answer)),
);
show(
  '8 stars against 250 characters',
  perSecond(() => evaluate(long, starred)),
);
const compile = rate(() => compilePolicy(large, 'identity'), 20);
show(
  `compiling ${(large.length / 1024).toFixed(1)} KiB from text`,
  `${(1000 / compile).toFixed(3)} ms`,
);
