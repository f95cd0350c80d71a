import type { Command } from 'commander';
import { keepUp } from './keep-up.ts';
import { version } from './version.ts';

/** Adds `hawser tour`: the main job, shown on a local AWS. */
export function registerTour(program: Command): void {
  program
    .command('tour')
    .description('show the main job: push, pull across accounts, break, diagnose, mend')
    .option('--once', 'stop at the end instead of staying up', false)
    .action(async ({ once }: { once: boolean }) => {
      const { startLocal } = await import('../local/up.ts');
      const { tourAccount, walk } = await import('../tour/tour.ts');
      const { styleOf } = await import('../report/style.ts');
      const style = styleOf(process.stdout, process.env);
      const running = await startLocal(
        {
          port: 0,
          data: undefined,
          iam: 'enforce',
          fidelity: 'ecr',
          account: tourAccount,
          region: 'us-east-1',
          version,
        },
        () => undefined,
      );
      try {
        await walk(running, { style, print: (text) => void process.stdout.write(text) });
      } catch (error) {
        await running.local.close();
        throw error;
      }
      if (once) {
        await running.local.close();
        return;
      }
      const { endpoint } = running.local;
      process.stdout.write(`
${style.bold('It stays up until you press Ctrl-C. Try it:')}

  export AWS_ENDPOINT_URL=${endpoint} AWS_ACCESS_KEY_ID=444455556666 AWS_SECRET_ACCESS_KEY=any AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
  export KUBECONFIG=${process.env.KUBECONFIG}
  npx hawser doctor web
`);
      keepUp(running.local);
    });
}
