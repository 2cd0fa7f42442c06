/** The real programs, got once and kept in the cache. */
export { cache } from './once';
export { goModule, goModuleFile, goPrograms, goVersion, type GoSet, type Programs } from './go';
export { debianProgram } from './debian';
export { mavenZip, nodeProgram, packageVersion, pythonPackages } from './pinned';
