import { readFileSync } from 'node:fs';
import { versions } from '../../manifests/versions';

const text = readFileSync('manifests/versions.ts', 'utf8');
const { customManagers } = JSON.parse(readFileSync('renovate.json', 'utf8')) as {
  readonly customManagers: readonly { readonly matchStrings: readonly string[] }[];
};
const patterns = customManagers.flatMap(({ matchStrings }) => matchStrings.map((source) => new RegExp(source, 'g')));

describe('the version table', () => {
  it('pins every image, chart and release', () => {
    for (const image of Object.values(versions.images)) expect(image).toMatch(/^[a-z0-9.-]+\/[\w./-]+(:[\w.-]*\d[\w.-]*)?(@sha256:[0-9a-f]{64})?$/);
    for (const { version, repository } of Object.values(versions.charts)) expect(`${repository} ${version}`).toMatch(/^(https|oci):\/\/\S+ v?\d+\.\d+\.\d+/);
    for (const { tag } of Object.values(versions.git)) expect(tag).toMatch(/\d/);
  });

  it('is understood by Renovate, entry by entry', () => {
    const found = new Set(
      patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => `${match.groups?.['depName']} ${match.groups?.['currentValue']}`)),
    );
    const entries = Object.keys(versions.charts).length + Object.keys(versions.git).length + Object.keys(versions.images).length;
    expect(text.match(/\/\/ renovate: /g)?.length).toBeGreaterThanOrEqual(entries);
    const missing = [...Object.values(versions.charts).map(({ version }) => version), ...Object.values(versions.git).map(({ tag }) => tag)].filter(
      (value) => ![...found].some((entry) => entry.endsWith(` ${value}`)),
    );
    expect(missing).toEqual([]);
  });
});
