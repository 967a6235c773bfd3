using System.Runtime.ExceptionServices;

namespace Coroutines.Tests;

/// <summary>Something to put into a queue: runs what it is given.</summary>
internal sealed class Probe(Action run) : ITimed
{
    internal Probe()
        : this(static () => { })
    {
    }

    public long TimerToken { get; set; }

    public void Run() => run();

    public void Fail(Exception exception) => ExceptionDispatchInfo.Capture(exception).Throw();
}
