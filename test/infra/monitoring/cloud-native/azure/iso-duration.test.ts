import { durationSeconds, isoDuration } from '../../../../../infra/monitoring/cloud-native/azure/iso-duration';

describe('durations', () => {
  it.each([
    ['30s', 'PT30S'],
    ['1m', 'PT1M'],
    ['90s', 'PT1M30S'],
    ['60m', 'PT1H'],
    ['1h30m', 'PT1H30M'],
    ['1d', 'P1D'],
    ['36h', 'P1DT12H'],
    ['2w', 'P14D'],
    ['0s', 'PT0S'],
  ])('%s is %s, as Azure writes it', (prometheus, iso) => expect(isoDuration(durationSeconds(prometheus))).toBe(iso));

  it.each(['', '5', 'm', '5 m', '1h x'])("'%s' is none", (text) => expect(() => durationSeconds(text)).toThrow('is no duration'));
});
