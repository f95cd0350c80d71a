/** The fields of Node's network errors besides the message. */
interface NetworkError extends Error {
  readonly code?: string;
  readonly address?: string;
  readonly port?: number;
  readonly hostname?: string;
  readonly errors?: readonly NetworkError[];
}

/**
 * A network failure as a message of Go's `net` and `crypto/tls`, which is what containerd prints.
 * @param error what Node threw.
 * @param url the URL of the request.
 */
export function inGoWords(error: unknown, url: URL): string {
  const failure = firstOf(error as NetworkError);
  const port = failure.port ?? (url.port || (url.protocol === 'https:' ? 443 : 80));
  const peer = `${failure.address ?? url.hostname}:${port}`;
  const host = failure.hostname ?? url.hostname;
  switch (failure.code) {
    case 'ECONNREFUSED':
      return `dial tcp ${peer}: connect: connection refused`;
    case 'ENOTFOUND':
      return `dial tcp: lookup ${host}: no such host`;
    case 'EAI_AGAIN':
      return `dial tcp: lookup ${host}: server misbehaving`;
    case 'ETIMEDOUT':
      return `dial tcp ${peer}: i/o timeout`;
    case 'EHOSTUNREACH':
      return `dial tcp ${peer}: connect: no route to host`;
    case 'ENETUNREACH':
      return `dial tcp ${peer}: connect: network is unreachable`;
    case 'ECONNRESET':
      return failure.message === 'socket hang up' ? 'EOF' : 'read: connection reset by peer';
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return 'tls: failed to verify certificate: x509: certificate signed by unknown authority';
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return 'tls: failed to verify certificate: x509: certificate has expired or is not yet valid';
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `tls: failed to verify certificate: x509: certificate is not valid for ${host}`;
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'EPROTO':
      return 'http: server gave HTTP response to HTTPS client';
    default:
      return failure.message;
  }
}

/** A name with several addresses fails with all of their errors; Go reports the first. */
function firstOf(error: NetworkError): NetworkError {
  return error.errors?.[0] ?? error;
}
