namespace Coroutines.Benchmarks;

internal interface IScenario
{
    string Name { get; }

    /// <summary>A short run, a millisecond or so, of everything that is measured. It is called many times.</summary>
    void WarmUp();

    IEnumerable<Row> Measure();
}
