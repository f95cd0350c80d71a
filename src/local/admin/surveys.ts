import { resolve } from 'node:path';
import { jsonPieces } from '../../text/json-pieces.ts';
import type { Core } from '../core/call.ts';
import { turnTaking } from '../core/turns.ts';
import type { Extension } from '../extension.ts';
import { settled } from '../front-door/settled.ts';
import { imagesInUse } from '../image-use/report.ts';
import { verifyData } from '../verify/verify-data.ts';
import type { AdminHooks } from './hooks.ts';
import { SharedAnswer } from './shared-answer.ts';

type Hooks = Pick<AdminHooks, 'world' | 'folder'>;

/** What looks at everything that there is. */
const surveys: Readonly<Record<string, (core: Core, hooks: Hooks) => Promise<object>>> = {
  'GET /_hawser/world': (_core, hooks) => hooks.world(),
  'GET /_hawser/verify': async ({ state, blobs }, { folder }) => ({
    folder: resolve(folder),
    ...(await verifyData(state, blobs)),
  }),
  'GET /_hawser/images-in-use': (core) => imagesInUse(core),
};

export const surveyNames = Object.keys(surveys);

/** Serves what takes long, for everybody who asks together: see `SharedAnswer`. */
export function surveyRoutes(core: Core, hooks: Hooks): Extension {
  const answers = new Map(surveyNames.map((route) => [route, new SharedAnswer()]));
  return async (request, response, path) => {
    const route = `${request.method} ${path}`;
    const [survey, answer] = [surveys[route], answers.get(route)];
    if (survey === undefined || answer === undefined) return false;
    await answer.send(request, response, () =>
      settled(core.state.metadata, true, async () => {
        const found = await survey(core, hooks);
        await core.state.metadata.acknowledged();
        return jsonOf(found);
      }),
    );
    return true;
  };
}

/** The text of an answer that may be large: others have their turn while it is written. */
async function jsonOf(answer: object): Promise<Buffer[]> {
  const giveWay = turnTaking();
  const pieces: Buffer[] = [];
  for (const piece of jsonPieces(answer)) {
    pieces.push(Buffer.from(piece));
    await giveWay();
  }
  return pieces;
}
