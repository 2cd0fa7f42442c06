import type { Context } from '../../context';

/** What an option that brings Istio adds to it. Everything else is the same for all of them. */
export interface IstioOption {
  /** Services that decide on requests beside the gateway, in the terms of meshConfig.extensionProviders. */
  readonly extensionProviders: readonly object[];
  /** How the keys of the identity provider are fetched in this cluster. */
  keys(context: Context): KeySource;
}

/**
 * - `proxies`: by each proxy itself from a service of the mesh; tried again with every request until it answers.
 * - `control-plane`: by istiod from a public host, every two minutes, and sent to the proxies.
 */
export type KeySource = { readonly fetchedBy: 'proxies' } | { readonly fetchedBy: 'control-plane'; readonly host: string };
