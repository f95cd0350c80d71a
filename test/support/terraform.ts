// Terraform with the AWS provider, where a machine has them without asking a registry.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { env } from 'node:process';

/** The folders in which a machine may keep providers; each holds `registry.terraform.io`. */
const pluginFolders = [env.TF_PLUGIN_DIR, '/opt/tf-plugins', '/usr/share/terraform/plugins'];

export function pluginFolder(): string | undefined {
  return pluginFolders.find(
    (folder) =>
      folder !== undefined && existsSync(join(folder, 'registry.terraform.io/hashicorp/aws')),
  );
}

/** Why the tests with Terraform can't run here; false when they can. */
export function withoutTerraform(): string | false {
  if (pluginFolder() === undefined) return 'no folder with the AWS provider of Terraform';
  try {
    execFileSync('terraform', ['version'], { stdio: 'ignore' });
    return false;
  } catch {
    return 'terraform is not installed';
  }
}

export interface Outcome {
  readonly status: number;
  readonly output: string;
}

/** A configuration in a folder of its own, for one local AWS. */
export class Terraform {
  readonly #folder: string;
  readonly #endpoint: string;

  private constructor(folder: string, endpoint: string) {
    this.#folder = folder;
    this.#endpoint = endpoint;
  }

  /** @param configuration path of a file that has the variables `endpoint` and `change`. */
  static async init(configuration: string, folder: string, endpoint: string): Promise<Terraform> {
    await copyFile(configuration, join(folder, 'main.tf'));
    const terraform = new Terraform(folder, endpoint);
    const { status, output } = await terraform.#run([
      'init',
      `-plugin-dir=${pluginFolder() ?? ''}`,
    ]);
    if (status !== 0) throw new Error(output);
    return terraform;
  }

  /** Runs `apply`, `plan` or `destroy` with that value of the variable `change`. */
  run(command: 'apply' | 'plan' | 'destroy', change: string): Promise<Outcome> {
    const how = command === 'plan' ? '-detailed-exitcode' : '-auto-approve';
    return this.#run([command, how, `-var=endpoint=${this.#endpoint}`, `-var=change=${change}`]);
  }

  #run(args: readonly string[]): Promise<Outcome> {
    const environment = { ...env, TF_CLI_CONFIG_FILE: '/dev/null', TF_IN_AUTOMATION: '1' };
    const options = { cwd: this.#folder, env: environment, maxBuffer: 64 * 1024 * 1024 };
    return new Promise((resolve) => {
      execFile('terraform', [...args, '-no-color', '-input=false'], options, (error, out, err) => {
        const status = typeof error?.code === 'number' ? error.code : error === null ? 0 : 1;
        resolve({ status, output: out + err });
      });
    });
  }
}
