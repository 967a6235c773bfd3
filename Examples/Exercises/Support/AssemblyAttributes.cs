// A scheduler belongs to its thread.
[assembly: NonParallelizable]
// Each test has a fresh scheduler, held in a field of a fixture of its own.
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
