import type { NodeReport } from '../../chain/world.ts';
import type { ConnectionFailure, Program } from '../net/machine-connection.ts';

/** What a program on an emulated node finds there. */
export interface NodeView {
  readonly name: string;
  /** Folder that stands for its root. */
  readonly root: string;
  readonly metadataEndpoint: string;
  /** Milliseconds since the epoch, by the clock of the machine and by that of AWS. */
  readonly ownTime: number;
  readonly time: number;
  /** Who issued the certificates that it is shown. */
  readonly issuer: string;
  /** Whether a program comes to where a URL leads. */
  connect(program: Program, url: URL): ConnectionFailure | undefined;
}

/** Looks at a node as `hawser collect --node` does on one. @param image whose hosts are tried. */
export type LookAtNode = (view: NodeView, image: string | undefined) => Promise<NodeReport>;
