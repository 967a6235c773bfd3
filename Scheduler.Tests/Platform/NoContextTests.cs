namespace Coroutines.Tests.Platform;

/// <summary>Threads that outlive whoever starts them keep none of his values.</summary>
public class NoContextTests
{
    private static readonly AsyncLocal<string?> _local = new();

    [Test]
    public void Thread_HasNoneOfTheCallersValues_AndTheCallerKeepsHis([Values] bool isSuppressed)
    {
        _local.Value = "caller's";
        string? seen = "nothing";
        using (isSuppressed ? ExecutionContext.SuppressFlow() : default(IDisposable))
        {
            var thread = new Thread(() => seen = _local.Value);
            thread.StartWithoutContext();
            thread.Join();
            ExecutionContext.IsFlowSuppressed().ShouldBe(isSuppressed);
        }

        seen.ShouldBeNull();
        _local.Value.ShouldBe("caller's");
        ExecutionContext.IsFlowSuppressed().ShouldBeFalse();
    }
}
