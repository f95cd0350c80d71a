import { registerAdopt } from './adopt.ts';
import { registerApply } from './apply.ts';
import { registerCollect } from './collect.ts';
import { registerCompletion } from './complete.ts';
import { registerCredentialProvider } from './credential-provider.ts';
import { registerDoctor } from './doctor.ts';
import { registerExplain } from './explain.ts';
import { registerIam } from './iam.ts';
import { registerLifecycle } from './lifecycle.ts';
import { registerLogin } from './login.ts';
import { registerPlan } from './plan.ts';
import { registerRender } from './render.ts';
import type { Register } from './run.ts';
import { registerVerify } from './verify.ts';

/** The verbs that run anywhere. The local AWS is not among them: it needs Node and the files of the package. */
export const portableVerbs: readonly Register[] = [
  registerDoctor,
  registerCollect,
  registerVerify,
  registerPlan,
  registerApply,
  registerAdopt,
  registerExplain,
  registerIam,
  registerLifecycle,
  registerCredentialProvider,
  registerLogin,
  registerRender,
  registerCompletion,
];
