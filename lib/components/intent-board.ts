/** The intents of a cluster's components, for whoever answers them: builders of the second pass, and the cloud layer. */
import { createHash } from 'node:crypto';
import type { Wiring } from './component';
import type { IntentKind, Intents } from './intents';
import type { PlannedComponent } from './plan';
import type { RecordingSession } from './recording';

/** All intents of a cluster; reading a kind is noted as one read of its content. */
export class IntentBoard implements Wiring {
  readonly #digests = new Map<IntentKind, string>();
  readonly #sources = new Map<IntentKind, readonly string[]>();

  constructor(
    private readonly plan: readonly PlannedComponent[],
    private readonly session: RecordingSession,
    /** First part of the noted paths. */
    private readonly path: string,
  ) {}

  all<K extends IntentKind>(kind: K): readonly Readonly<Intents[K]>[] {
    this.session.note(`${this.path}.${kind}`, this.digest(kind));
    // TypeScript does not see that indexing by K gives a list of K's intents only.
    return this.plan.flatMap(({ component }) => component.intents?.[kind] ?? []);
  }

  digest(kind: IntentKind): string {
    let digest = this.#digests.get(kind);
    if (digest === undefined) {
      const content = JSON.stringify(this.plan.flatMap(({ component }): readonly unknown[] => component.intents?.[kind] ?? []));
      digest = createHash('sha256').update(content).digest('base64');
      this.#digests.set(kind, digest);
    }
    return digest;
  }

  sources(kind: IntentKind): readonly string[] {
    let sources = this.#sources.get(kind);
    if (!sources)
      this.#sources.set(
        kind,
        (sources = this.plan.filter(({ component }) => (component.intents?.[kind]?.length ?? 0) > 0).map(({ component }) => component.name)),
      );
    return sources;
  }
}
