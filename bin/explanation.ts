/** Where a file or one of its fields comes from: recorded inputs, settled by changing each of them. */
import type { Seen } from '../lib/components/recording';
import type { Platform } from '../lib/model';
import { perturbed } from '../lib/model/perturb';
import { contentOf, fieldAt } from '../lib/output/field';
import { scalarInputs, type OwnerRecord } from '../lib/output/record';
import { Memos, synthesizeAll, type Input, type Synthesis } from './pipeline';

export interface Explanation {
  readonly owner: OwnerRecord;
  /** Inputs of the file, or those that change the field. */
  readonly inputs: ReadonlyMap<string, Seen>;
  /** Answers of the name contract that occur in the field. */
  readonly names: readonly string[];
  readonly value?: unknown;
}

/** Explains `file`, or the field at `field` of it. Undefined: no such generated file. */
export class Explainer {
  readonly #memo = new Memos();
  readonly synthesis: Synthesis;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #contents = new Map<string, ReadonlyMap<string, string>>();

  constructor(private readonly input: Input) {
    this.synthesis = synthesizeAll(input, undefined, this.#memo);
    this.#texts = new Map(this.synthesis.files.map(({ path, content }) => [path, content]));
  }

  explain(path: string, field: string | undefined): Explanation | undefined {
    const file = this.synthesis.files.find((each) => each.path === path);
    if (!file) return undefined;
    const owner = this.synthesis.records.get(file.owner) ?? this.everything(file.owner);
    const candidates = scalarInputs(owner, this.synthesis.records);
    if (field === undefined) return { owner, inputs: candidates, names: [] };
    const value = fieldAt(contentOf(path, file.content), field);
    const inputs = new Map([...candidates].filter(([input]) => this.changes(path, field, value, input)));
    const names = [...owner.names]
      .filter(([, answer]) => typeof answer === 'string' && typeof value === 'string' && answer.length > 3 && value.includes(answer))
      .map(([question]) => question);
    return { owner, inputs, names, value };
  }

  /** Whether another value of `input` gives another value of the field. */
  changes(path: string, field: string, value: unknown, input: string): boolean {
    const files = this.filesWith(input);
    if (files === undefined) return false;
    const text = files.get(path);
    if (text === this.#texts.get(path)) return false;
    return text === undefined || JSON.stringify(fieldAt(contentOf(path, text), field)) !== JSON.stringify(value);
  }

  /** All files with another value of one input; undefined where there is no other value. */
  filesWith(input: string): ReadonlyMap<string, string> | undefined {
    const known = this.#contents.get(input);
    if (known) return known;
    const platform = perturbed(this.input.parsed.platform, input);
    if (!platform) return undefined;
    const { files } = synthesizeAll({ ...this.input, parsed: { ...this.input.parsed, platform } }, undefined, this.#memo);
    const contents = new Map(files.map(({ path, content }) => [path, content]));
    this.#contents.set(input, contents);
    return contents;
  }

  /** README and index: made from everything. */
  private everything(owner: string): OwnerRecord {
    const all = [...this.synthesis.records.values()];
    return { owner, summary: 'Made from everything.', reads: new Map(all.flatMap(({ reads }) => [...reads])), intentsFrom: [], names: new Map() };
  }
}

/** Every scalar path of the input, defaults included. */
export function inputPaths(platform: Platform): readonly string[] {
  const visit = (value: unknown, at: string): readonly string[] =>
    value === null || typeof value !== 'object' ? [at] : Object.entries(value).flatMap(([key, child]) => visit(child, at === '' ? key : `${at}.${key}`));
  return visit(platform, '');
}
