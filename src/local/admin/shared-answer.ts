import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { answered } from '../front-door/answered.ts';
import { expectTaken } from '../front-door/patience.ts';

type Taker = readonly [IncomingMessage, ServerResponse];

/** One making of an answer, and who takes it. */
interface Round {
  readonly made: Promise<readonly Buffer[]>;
  readonly takers: Taker[];
}

/**
 * An answer that takes long to make and much memory to hold: at any time it is made once, for everybody who has asked
 * before it was begun, and not again until all of them have taken it or are gone.
 */
export class SharedAnswer {
  #before: Promise<unknown> = Promise.resolve();
  #next: Round | undefined;
  #latestTurn: Promise<void> = Promise.resolve();

  /**
   * Answers with JSON.
   * @param make the pieces of the text. It is not called for clients that are all gone.
   * @throws what making it throws.
   */
  async send(
    request: IncomingMessage,
    response: ServerResponse,
    make: () => Promise<readonly Buffer[]>,
  ): Promise<void> {
    this.#next ??= this.#round(make);
    this.#next.takers.push([request, response]);
    const pieces = await this.#next.made;
    await this.#ownTurn();
    await write(request, response, pieces);
  }

  /** Each client's answer begins in a turn of its own. */
  #ownTurn(): Promise<void> {
    this.#latestTurn = this.#latestTurn.then(() => nextTurn());
    return this.#latestTurn;
  }

  #round(make: () => Promise<readonly Buffer[]>): Round {
    const takers: Taker[] = [];
    const made = this.#before.then(() => {
      this.#next = undefined;
      return takers.every(([{ socket }]) => socket.destroyed) ? [] : make();
    });
    this.#before = made.then(
      () => Promise.all(takers.map((taker) => answered(...taker))),
      () => undefined,
    );
    return { made, takers };
  }
}

/** Writes no faster than the client reads, and not for everybody in one turn. */
async function write(
  request: IncomingMessage,
  response: ServerResponse,
  pieces: readonly Buffer[],
): Promise<void> {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  expectTaken(response);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': length });
  const gone = answered(request, response);
  for (const piece of pieces) {
    if (request.socket.destroyed) return;
    if (response.write(piece)) await nextTurn();
    else await drained(response, gone);
  }
  response.end();
}

async function drained(response: ServerResponse, gone: Promise<unknown>): Promise<void> {
  const drain = new Promise<void>((resolve) => response.once('drain', resolve));
  await Promise.race([drain, gone]);
}
