/** Dashboards with one fault each, to see that the types would notice it. */

export interface Broken {
  readonly name: string;
  readonly text: string;
  /** What the compiler must complain about. */
  readonly fault: string;
}

interface Json {
  [key: string]: unknown;
  panels: Json[];
}

/** Changes the first panel of a type. */
const panel = (type: string, change: (of: Json) => void) => (dashboard: Json) => {
  const found = dashboard.panels.find((each) => each['type'] === type);
  if (found === undefined) return false;
  change(found);
  return true;
};
const inside = (of: Json, ...path: readonly string[]): Json => path.reduce((object, key) => object[key] as Json, of); // the generator's own JSON

const faults: Readonly<Record<string, { readonly change: (dashboard: Json) => boolean; readonly fault: string }>> = {
  'broken-unit': { change: panel('timeseries', (of) => void (inside(of, 'fieldConfig', 'defaults')['unit'] = 'seconds')), fault: '"seconds"' },
  'broken-type': { change: panel('stat', (of) => void (of['type'] = 'singlestat')), fault: '"singlestat"' },
  'broken-option': { change: panel('stat', (of) => void (inside(of, 'options')['colourMode'] = 'value')), fault: 'colourMode' },
  'broken-word': { change: panel('timeseries', (of) => void (inside(of, 'options', 'legend')['displayMode'] = 'tabular')), fault: '"tabular"' },
  'broken-missing': { change: panel('table', (of) => void delete inside(of, 'options')['showHeader']), fault: 'showHeader' },
  'broken-field': { change: panel('timeseries', (of) => void (inside(of, 'fieldConfig', 'defaults', 'custom')['lineWith'] = 2)), fault: 'lineWith' },
  'broken-place': { change: panel('logs', (of) => void (inside(of, 'gridPos')['w'] = '24')), fault: "'string' is not assignable to type 'number'" },
  'broken-query': {
    change: panel('timeseries', (of) => void ((of['targets'] as Json[])[0] = { ...inside(of, 'targets', '0'), format: 'time-series' })),
    fault: '"time-series"',
  },
  'broken-variable': {
    change: (dashboard) => {
      inside(dashboard, 'templating', 'list', '0')['refresh'] = 'onTimeRangeChanged';
      return true;
    },
    fault: 'VariableRefresh',
  },
  'broken-key': {
    change: (dashboard) => {
      dashboard['refreshInterval'] = '1m';
      return true;
    },
    fault: 'refreshInterval',
  },
};

/** @throws Error if no dashboard has a panel of the kind that a fault needs */
export const broken = (dashboards: readonly string[]): readonly Broken[] =>
  Object.entries(faults).map(([name, { change, fault }]) => {
    for (const text of dashboards) {
      const dashboard = JSON.parse(text) as Json;
      if (change(dashboard)) return { name, text: JSON.stringify(dashboard, null, 1), fault };
    }
    throw new Error(`${name}: no dashboard has what it breaks`);
  });
