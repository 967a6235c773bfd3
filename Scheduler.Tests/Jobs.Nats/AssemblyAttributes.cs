// Each test has a server of its own, and logs in fields of a fixture of its own.
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
