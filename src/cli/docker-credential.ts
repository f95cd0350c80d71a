// What bin/docker-credential-hawser.js runs.
import { runDockerHelper } from '../credentials/docker/main.ts';
import { finish } from '../credentials/finish.ts';
import { version } from './version.ts';

const { argv, stdin, env: environment } = process;
finish(await runDockerHelper({ args: argv.slice(2), stdin, environment, version }));
