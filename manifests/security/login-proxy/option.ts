/** What differs between the options that put oauth2-proxy beside a gateway; everything else is the same for all of them. */
import type { Capability, Intents } from '../../../lib/components';
import type { Gateway } from '../../../lib/names';
import type { Context } from '../../context';

export type TomlValue = string | number | boolean | readonly string[];
export type Settings = Readonly<Record<string, TomlValue>>;

/** Where sessions are kept, and what the proxy's pods need for it. */
export interface SessionStore {
  readonly settings: Settings;
  /** Ports of the store that the pods call past their sidecar. */
  readonly ports: readonly number[];
  /** Variable without `OAUTH2_PROXY_` -> Secret and key. */
  readonly variables: Readonly<Record<string, { readonly secret: string; readonly key: string }>>;
  /** Further variables of the proxy, in full. @default - none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Secret whose `ca.crt` signs the servers of the store. @default - none */
  readonly authoritySecret?: string;
}

/** A certificate of its own, where no mesh encrypts the way from the gateway. */
export interface ProxyTls {
  /** Port of the Service and of the pods. */
  readonly port: number;
  readonly targetPort: number;
  readonly secret: string;
}

export interface LoginProxyOption {
  /** Who logs people in, for texts. */
  readonly identityTitle: string;
  readonly gateway: Gateway;
  /** What must be there before. */
  readonly needs: readonly Capability[];
  readonly image: (versions: Context['versions']) => string;
  /** Client, addresses and claims of the identity provider. */
  provider(context: Context): Settings;
  /** How the gateway asks, and what of the request it passes on. */
  asked(context: Context): Settings;
  /** Seconds between two renewals of the tokens in a session; less than their life. */
  refreshSeconds(context: Context): number;
  readonly store: SessionStore;
  /** @default - plain HTTP inside the mesh */
  readonly tls?: ProxyTls;
  /** Pages of the proxy besides that for errors: file -> template. @default - its own */
  readonly pages?: Readonly<Record<string, string>>;
  /** The namespace, where no session store states it. */
  readonly namespaces?: readonly Intents['namespaces'][];
}
