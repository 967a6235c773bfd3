namespace Coroutines.Tests.Testing.Samples;

/// <summary>Tests that cannot run as they are written, and may not pass or be missing for that.</summary>
public sealed class Misused
{
    [CoroutineTest]
    [TestCase(1)]
    [TestCase(2, ExpectedResult = 2)]
    public IEnumerator<Awaitable> HasNUnitsCases(int value)
    {
        yield return Return(value);
    }

    [CoroutineTestSource(nameof(Values))]
    [TestCaseSource(nameof(OtherValues))]
    public IEnumerator<Awaitable> HasNUnitsSource(string value)
    {
        yield return Return(value);
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> HasNoValues(int value)
    {
        yield return Return(value);
    }

    [CoroutineTest]
    public IEnumerable<Awaitable> ReturnsAnEnumerable()
    {
        yield return Sleep(1.0);
        throw new IOException("never");
    }

    private static string[] Values() => ["x"];

    private static string[] OtherValues() => ["y"];
}
