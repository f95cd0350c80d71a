import { completionsForKubectl, runAsPlugin } from './kubectl.ts';

// By which of its two names it is called (bin/kubectl-hawser.js, bin/kubectl_complete-hawser.js).
if (process.env.HAWSER_KUBECTL === 'complete') await completionsForKubectl(process.argv.slice(2));
else await runAsPlugin(process.argv.slice(2));
