/** When each Application came, and when it was first synced and healthy: in the order in which the API server says so. */
import type { Api } from './api';
import { applicationsPath, good, type Application } from './applications';

export interface Moment {
  readonly application: string;
  readonly what: 'came' | 'good';
  readonly at: Date;
}

export class Timeline {
  readonly moments: Moment[] = [];

  constructor(api: Api) {
    const seen = new Set<string>();
    const note = (application: string, what: Moment['what']): void => {
      if (seen.has(`${what} ${application}`)) return;
      seen.add(`${what} ${application}`);
      this.moments.push({ application, what, at: new Date() });
    };
    api.watch<Application>(applicationsPath, ({ type, object }) => {
      if (type === 'DELETED') return;
      note(object.metadata.name, 'came');
      if (good(object)) note(object.metadata.name, 'good');
    });
  }

  /** Applications that came before one of an earlier wave was synced and healthy. */
  tooEarly(waves: ReadonlyMap<string, number>): readonly string[] {
    const waiting = new Map(waves);
    return this.moments.flatMap(({ application, what }) => {
      const wave = waves.get(application);
      if (what === 'good') waiting.delete(application);
      if (wave === undefined || what === 'good') return [];
      const before = [...waiting].filter(([name, other]) => other < wave && name !== application).map(([name, other]) => `${name} (wave ${other})`);
      return before.length === 0 ? [] : [`${application} (wave ${wave}) came before ${before.join(', ')} was synced and healthy`];
    });
  }
}
