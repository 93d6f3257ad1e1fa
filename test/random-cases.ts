import fc from 'fast-check';

const { HOLOS_TEST_SEED } = process.env;

/** Random cases are the same again for one who names the seed that a failure has told; what was wrong with the case is told with it. */
fc.configureGlobal({
  includeErrorInReport: true,
  ...(HOLOS_TEST_SEED && { seed: Number(HOLOS_TEST_SEED) }),
});
