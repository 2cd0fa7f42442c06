import { describeCombinations } from './combinations';

describe('combinations, part 2 of 4', () => describeCombinations(1, 4));
