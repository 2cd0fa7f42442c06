import { readdirSync } from 'node:fs';
import { exampleParts } from './examples';
import { parts } from './parts';

it('every example is read by some real part, and by none that is not there', () => {
  expect(Object.keys(exampleParts).sort()).toEqual(readdirSync('examples').sort());
  for (const [example, names] of Object.entries(exampleParts)) expect([example, names.filter((name) => parts[name] === undefined)]).toEqual([example, []]);
});
