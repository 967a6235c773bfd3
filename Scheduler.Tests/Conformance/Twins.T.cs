namespace Coroutines.Tests.Conformance;

/// <summary>Makes a test of each twin in a fixture.</summary>
/// <typeparam name="TFixture">The fixture.</typeparam>
public abstract class Twins<TFixture> : Twins
    where TFixture : Twins<TFixture>
{
    private static IEnumerable<string> CaseNames => In(typeof(TFixture)).Keys;

    [TestCaseSource(nameof(CaseNames))]
    public void Twin_LogsWhatPythonLogged(string name) => CompareWithPython(name);
}
