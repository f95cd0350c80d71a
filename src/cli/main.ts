import { Command } from 'commander';
import { registerIam } from './iam.ts';
import { version } from './version.ts';

const program = new Command('hawser')
  .description('Moors EKS clusters to Amazon ECR: from docker push to a running pod.')
  .version(version);

registerIam(program);
await program.parseAsync();
