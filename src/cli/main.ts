import { registerLocal } from './local.ts';
import { run } from './run.ts';
import { registerTour } from './tour.ts';
import { portableVerbs } from './verbs.ts';

await run([registerTour, registerLocal, ...portableVerbs], process.argv.slice(2));
