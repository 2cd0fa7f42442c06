import { describeCombinations } from './combinations';

describe('combinations, part 1 of 4', () => describeCombinations(0, 4));
