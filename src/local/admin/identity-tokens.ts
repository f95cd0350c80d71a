import type { Core } from '../core/call.ts';
import { parseDuration } from '../duration.ts';
import { LocalError } from '../errors.ts';
import { forgetIssuer, issueIdentityToken, localIssuers } from '../issuers/local-issuers.ts';

type Body = Readonly<Record<string, unknown>>;

/** Routes for the issuers of web identity tokens that the local AWS stands in for. */
export const identityTokenRoutes: Readonly<
  Record<string, (core: Core, body: Body) => Promise<object>>
> = {
  'GET /_hawser/oidc-issuers': async ({ state }) => ({ issuers: localIssuers(state) }),
  'POST /_hawser/oidc-token': async (core, body) =>
    issueIdentityToken(core, {
      issuer: textOf(body, 'issuer'),
      claims: claimsOf(body),
      expiresIn: body.expiresIn === undefined ? undefined : durationOf(textOf(body, 'expiresIn')),
    }),
  'POST /_hawser/oidc-issuers/forget': async ({ state }, body) => {
    const issuer = textOf(body, 'issuer');
    forgetIssuer(state, issuer);
    return { forgotten: issuer };
  },
};

function claimsOf({ claims = {} }: Body): Body {
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) {
    throw new LocalError('BAD_REQUEST', '"claims" must be an object');
  }
  return claims as Body;
}

function durationOf(text: string): number {
  const duration = parseDuration(text);
  if (duration === undefined || duration < 1000) {
    throw new LocalError('BAD_REQUEST', '"expiresIn" takes a duration such as 5m or 1h');
  }
  return duration;
}

function textOf(body: Body, field: string): string {
  const value = body[field];
  if (typeof value === 'string') return value;
  throw new LocalError('BAD_REQUEST', `"${field}" must be a string`);
}
