using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Processes;

/// <summary>Processes, however they are started and waited for, and whoever asks the system what is ready (rule 52).</summary>
public abstract partial class ProcessContract
{
    private const double Patience = 60;

    private TemporaryFolder _folder = null!;

    private protected abstract SelectorKind Kind { get; }

    private protected abstract ProcessRoad Road { get; }

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    private protected void Run(IEnumerator<Awaitable> main)
    {
        using var scheduler = new Scheduler(new SchedulerOptions { Selector = Kind });
        scheduler.Processes.Road = Road;
        scheduler.RunUntilComplete(Bounded(main));
    }

    // A test that hangs shall say where.
    private static IEnumerator<Awaitable> Bounded(IEnumerator<Awaitable> main)
    {
        yield return WaitFor(Await(main), Patience);
    }

    private protected static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
