/** What an option that collects with OpenTelemetry says about its store. */
import type { Capability, Intents } from '../../../lib/components';
import type { LogTenant } from '../../../lib/names';

export interface CollectedStore {
  /** As people call it. */
  readonly title: string;
  /** Image of the gateway: a distribution with everything that is named below. */
  readonly image: string;
  /** Exporter of `otlp_http` for the lines of a tenant: where to, and as whom. Queue and patience are the gateway's. */
  readonly exporter: (tenant: LogTenant) => object;
  /** Extensions of the gateway that exporters name, such as an authenticator. @default - none */
  readonly extensions?: Readonly<Record<string, object>>;
  /** Processors of every line, in order, after it is known whose it is. @default - none */
  readonly processors?: Readonly<Record<string, object>>;
  /** Identity of the name contract that the gateway takes on in its cloud. @default - none */
  readonly identity?: string;
  /** What must be there before lines can be stored. */
  readonly needs: readonly Capability[];
  /** The way from the gateway to the store. */
  readonly flows: readonly Readonly<Intents['flows']>[];
  /** What people look at first when lines are refused, when they wait, and when a queue gets full. */
  readonly advice: { readonly refused: string; readonly waiting: string; readonly full: string };
}
