import type { Capability, PodPeer, Wiring } from '../../../lib/components';
import type { Context } from '../../context';

/** What an option that brings Istio adds to it. Everything else is the same for all of them. */
export interface IstioOption {
  /** How the keys of the identity provider are fetched in this cluster. */
  keys(context: Context): KeySource;
  readonly logins: LoginTokens;
  /** Namespaces of the option's own whose pods have sidecars. */
  readonly namespaces: readonly string[];
  /** Who must be there before hosts with a login are routed. */
  readonly loginNeeds: readonly Capability[];
  /** Trust domains besides our own whose certificates count; every other one is refused. @default - the mesh's own check alone */
  trustDomainAliases?(context: Context): readonly string[];
}

/**
 * - `proxies`: by each proxy itself from a service of the mesh; tried again with every request until it answers.
 * - `control-plane`: by istiod from a public host, every two minutes, and sent to the proxies.
 */
export type KeySource =
  { readonly fetchedBy: 'proxies'; readonly server: PodPeer; readonly port: number } | { readonly fetchedBy: 'control-plane'; readonly host: string };

/** The token that the login proxy brings for a browser, as the gateway checks it. */
export interface LoginTokens {
  audience(context: Context): string;
  /** Where the keys are that sign it. */
  jwksUri(context: Context, wiring: Wiring): string;
  /** Header that applications get -> claim of the checked token. Istio cannot write a claim whose name is a URL. */
  readonly claimHeaders: Readonly<Record<string, string>>;
  /**
   * How long the gateway waits for the login proxy. One that cannot reach its session store takes 1.6 s to know (four
   * tries of five calls), and then forgets the session and takes the cookie away: a gateway that has given up by then
   * answers 503 instead, and the session is still there when a new primary has been chosen. Without a store it is as
   * long as the identity provider may take to renew a token.
   */
  readonly patience: string;
  /**
   * Headers that the login proxy itself writes, because the token has no claim for them. It must have a value for everybody
   * who is logged in. Paths that it answers without asking who it is are closed then: the client's own header would stand.
   */
  readonly proxyHeaders: readonly string[];
}
