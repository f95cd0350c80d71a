import { Command } from 'commander';
import { handleClosedPipes } from './closed-pipes.ts';
import { registerCollect } from './collect.ts';
import { registerCompletion } from './complete.ts';
import { registerCredentialProvider } from './credential-provider.ts';
import { registerDoctor } from './doctor.ts';
import { reportError, wantsJson } from './errors.ts';
import { registerExplain } from './explain.ts';
import { registerIam } from './iam.ts';
import { registerLifecycle } from './lifecycle.ts';
import { registerLocal } from './local.ts';
import { registerLogin } from './login.ts';
import { registerRender } from './render.ts';
import { registerTour } from './tour.ts';
import { registerVerify } from './verify.ts';
import { version } from './version.ts';

const program = new Command('hawser')
  .description('Moors EKS clusters to Amazon ECR: from docker push to a running pod.')
  .version(version)
  .showHelpAfterError()
  // Misuse is reported like any other failure; commands that are added below inherit both.
  .exitOverride()
  .configureOutput({
    writeErr: (text) => {
      if (!wantsJson(process.argv)) process.stderr.write(text);
    },
  });

registerTour(program);
registerLocal(program);
registerDoctor(program);
registerCollect(program);
registerVerify(program);
registerExplain(program);
registerIam(program);
registerLifecycle(program);
registerCredentialProvider(program);
registerLogin(program);
registerRender(program);
registerCompletion(program);

handleClosedPipes();
try {
  await program.parseAsync();
} catch (error) {
  reportError(error, process.argv);
}
