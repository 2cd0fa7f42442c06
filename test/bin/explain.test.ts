import { readFileSync } from 'node:fs';
import { Explainer, inputPaths } from '../../bin/explanation';
import { readInput, synthesizeAll } from '../../bin/pipeline';
import { perturbed } from '../../lib/model/perturb';
import { contentOf, fieldAt, fieldText, scalarPaths } from '../../lib/output/field';
import { random } from '../random';

const input = readInput('platform.yaml');
const explainer = new Explainer(input);

/** Every file, made from scratch, with another value at `path`. */
function remade(path: string): ReadonlyMap<string, string> {
  const platform = perturbed(input.parsed.platform, path);
  if (!platform) throw new Error(`no other value for ${path}`);
  const { files } = synthesizeAll({ ...input, parsed: { ...input.parsed, platform } });
  return new Map(files.map((file) => [file.path, file.content]));
}

describe('explain', () => {
  it('names the lines of platform.yaml that decide about a field', () => {
    const host = explainer.explain('clusters/aws-euc1/console/horizontalpodautoscaler-console.yaml', 'spec.minReplicas');
    expect([...(host?.inputs.keys() ?? [])]).toEqual(['workloads.0.name', 'workloads.0.replicas.min']);
    expect(host?.owner.owner).toBe('aws-euc1/console');
  });

  it('knows nothing of files that are not generated', () => {
    expect(explainer.explain('clusters/nowhere.yaml', undefined)).toBeUndefined();
  });

  it('finds another valid value for nearly every input', () => {
    const all = inputPaths(input.parsed.platform);
    const fixed = all.filter((path) => perturbed(input.parsed.platform, path) === undefined);
    expect(fixed.filter((path) => !/(^|\.)(use|kind|provider|type|version)$/.test(path))).toEqual([]);
    expect(all.length - fixed.length).toBeGreaterThan(80);
  });

  it('is right: for 1,000 fields, a named input changes the field and an unnamed one does not', () => {
    const { pick, index } = random(20261123);
    const changeable = inputPaths(input.parsed.platform).filter((path) => perturbed(input.parsed.platform, path) !== undefined);
    const tried = Array.from({ length: 10 }, () => pick(changeable));
    const worlds = new Map(tried.map((path) => [path, remade(path)]));
    const files = explainer.synthesis.files.filter(({ path }) => !['README.md', 'index.json'].includes(path));
    const wrong: string[] = [];
    for (let count = 0; count < 1000; count++) {
      const file = pick(files);
      const content = contentOf(file.path, file.content);
      const fields = scalarPaths(content).filter((keys) => keys.length > 0);
      const keys = fields[index(fields.length)];
      if (!keys) continue;
      const field = fieldText(keys);
      const value = fieldAt(content, field);
      const named = explainer.explain(file.path, field)?.inputs;
      for (const [path, world] of worlds) {
        const text = world.get(file.path);
        const changed = text !== file.content && (text === undefined || JSON.stringify(fieldAt(contentOf(file.path, text), field)) !== JSON.stringify(value));
        if (changed !== named?.has(path)) wrong.push(`${file.path}:${field} ${changed ? 'changes' : 'does not change'} with ${path}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('reads the committed index', () => {
    const index = JSON.parse(readFileSync('dist/index.json', 'utf8')) as { readonly owners: Readonly<Record<string, { readonly reads: readonly string[] }>> };
    expect(index.owners['aws-euc1/console']?.reads).toContain('workloads.0.image');
  });
});
