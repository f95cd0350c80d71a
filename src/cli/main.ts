import { Command } from 'commander';
import { registerCredentialProvider } from './credential-provider.ts';
import { version } from './version.ts';

const program = new Command('hawser')
  .description('Moors EKS clusters to Amazon ECR: from docker push to a running pod.')
  .version(version);

registerCredentialProvider(program);

await program.parseAsync();
