import { readRegularText } from '../../../files/read.ts';
import { CallError } from '../errors.ts';
import { assumeRoleWithWebIdentity } from '../sts.ts';
import type { CredentialSource, SourceContext } from './source.ts';

export interface WebIdentityFile {
  readonly roleArn: string;
  readonly tokenFile: string;
  readonly sessionName?: string | undefined;
}

/** A role for whoever holds the OIDC token in a file, as IAM roles for service accounts give it to pods. */
export function webIdentitySource(context: SourceContext): CredentialSource | undefined {
  const { environment } = context;
  const roleArn = environment.AWS_ROLE_ARN;
  const tokenFile = environment.AWS_WEB_IDENTITY_TOKEN_FILE;
  if (!roleArn || !tokenFile) return undefined;
  return webIdentityFileSource(
    { roleArn, tokenFile, sessionName: environment.AWS_ROLE_SESSION_NAME },
    context,
  );
}

export function webIdentityFileSource(
  { roleArn, tokenFile, sessionName }: WebIdentityFile,
  context: SourceContext,
): CredentialSource {
  return {
    identity: async () => `web-identity:${roleArn}:${tokenFile}`,
    async credentials() {
      const token = await readToken(tokenFile);
      const session = { roleArn, sessionName: sessionName || 'hawser' };
      return assumeRoleWithWebIdentity(session, token, context);
    },
  };
}

async function readToken(path: string): Promise<string> {
  try {
    return (await readRegularText(path)).trim();
  } catch (cause) {
    throw new CallError('NO_CREDENTIALS', `cannot read the web identity token in ${path}`, {
      cause,
    });
  }
}
