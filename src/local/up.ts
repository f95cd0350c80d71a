import { ecrImageNamed } from '../names/ecr-image.ts';
import { activityOf } from './activity.ts';
import { adminRoutes } from './admin/admin.ts';
import { EmulatedCluster } from './cluster/emulated-cluster.ts';
import type { MachineRequest } from './cluster/machines.ts';
import type { LookAtNode } from './cluster/node-view.ts';
import { LocalError } from './errors.ts';
import { LocalAws, type LocalAwsOptions } from './local-aws.ts';
import { worldOf } from './world.ts';

/** A local AWS with its cluster. */
export interface Running {
  readonly local: LocalAws;
  readonly cluster: EmulatedCluster;
}

/**
 * Starts everything: the AWS services, the registry, the cluster with its nodes, the admin routes.
 * @param log takes what the cluster's components would log, a line at a time.
 * @throws LocalError, StorageError when the port or the data folder can't be used.
 */
export async function startLocal(
  options: LocalAwsOptions & { readonly version: string; readonly lookAtNode?: LookAtNode },
  log: (line: string) => void,
): Promise<Running> {
  const local = await LocalAws.start(options);
  try {
    const cluster = await EmulatedCluster.start(local, log);
    local.core.trail.watch((call) => {
      const line = activityOf(call);
      if (line !== undefined) log(line);
    });
    local.extend(
      adminRoutes(local.core, {
        objects: cluster.objects,
        version: options.version,
        folder: local.folder,
        nodes: () => cluster.nodes(),
        kubeconfig: () => cluster.kubeconfig(),
        world: () => worldOf(local.core, cluster.facts()),
        inTurn: (change) => cluster.inTurn(change),
        ...(options.lookAtNode === undefined
          ? {}
          : { nodeReport: nodeReports(cluster, options.lookAtNode) }),
        changed: () => cluster.settle(),
        restart: (clear) => cluster.restart(clear),
        addNode: (body) => cluster.addNode(machineRequest(body)),
      }),
    );
    return { local, cluster };
  } catch (error) {
    await local.close();
    throw error;
  }
}

function nodeReports(cluster: EmulatedCluster, look: LookAtNode) {
  return async (name: string, image: string | undefined): Promise<object> => {
    if (image !== undefined && ecrImageNamed(image) === undefined) {
      throw new LocalError('BAD_REQUEST', '"image" must be one of a private ECR registry');
    }
    return look(cluster.viewOf(name), image);
  };
}

/** @throws LocalError `BAD_REQUEST` naming the field. */
function machineRequest(body: Readonly<Record<string, unknown>>): MachineRequest {
  const shapes: Record<string, RegExp> = {
    name: /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/,
    account: /^\d{12}$/,
    region: /^[a-z]{2}(-[a-z]+)+-\d$/,
    role: /^[\w+=,.@-]{1,64}$/,
    architecture: /^(amd64|arm64)$/,
    kubeletVersion: /^v1\.\d{1,3}\.\d{1,3}[-+.\w]{0,40}$/,
    containerdVersion: /^[12]\.\d{1,3}\.\d{1,3}[-+.\w]{0,40}$/,
  };
  for (const [field, shape] of Object.entries(shapes)) {
    const value = body[field];
    if (value !== undefined && !(typeof value === 'string' && shape.test(value))) {
      throw new LocalError('BAD_REQUEST', `"${field}" must match ${shape.source}`);
    }
  }
  return { ...(body as MachineRequest), external: body.external === true };
}
