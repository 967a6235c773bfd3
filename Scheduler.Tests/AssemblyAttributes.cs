// A scheduler belongs to its thread, and the few real-time tests must not compete for the processor.
[assembly: NonParallelizable]
// Each test has a fresh scheduler, held in fields of a fixture of its own.
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
// It says which test it is, instead of hanging with it.
[assembly: Coroutines.Tests.HangWatch]
