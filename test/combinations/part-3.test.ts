import { describeCombinations } from './combinations';

describe('combinations, part 3 of 4', () => describeCombinations(2, 4));
