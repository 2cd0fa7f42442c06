/** The fields of the gateway's objects that decide about a request. */
import type { KubeObject } from '../../../lib/components';

export interface ExternalAuth {
  readonly authServiceName: string;
  readonly authURI: string;
  readonly authSigninURI?: string;
  readonly authSigninRedirectBasePath?: string;
  readonly sslEnabled: boolean;
  readonly sslVerify: boolean;
  readonly sslVerifyDepth: number;
  readonly sniName: string;
}
export interface Policy extends KubeObject {
  readonly spec: {
    readonly externalAuth?: ExternalAuth;
    readonly ingressMTLS?: { readonly clientCertSecret: string; readonly verifyClient: string; readonly verifyDepth: number };
  };
}
export interface Route {
  readonly path: string;
  readonly policies?: readonly { readonly name: string }[];
  readonly action: {
    readonly proxy?: {
      readonly upstream: string;
      readonly rewritePath: string;
      readonly requestHeaders: { readonly set: readonly { readonly name: string; readonly value: string }[] };
    };
    readonly return?: { readonly code: number; readonly type: string; readonly body: string };
  };
}
export interface VirtualServer extends KubeObject {
  readonly spec: {
    readonly host: string;
    readonly tls: { readonly secret: string };
    readonly policies?: readonly { readonly name: string }[];
    readonly upstreams?: readonly Readonly<Record<string, unknown> & { name: string; service: string; port: number }>[];
    readonly routes: readonly Route[];
  };
}
