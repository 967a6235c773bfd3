using System.Diagnostics;
using NUnit.Framework.Interfaces;

namespace Coroutines.Tests;

/// <summary>
/// Ends the process when a test hangs, and names it. (The test platform's own collector does so too, for seconds of processor time that go
/// into telling another process of each test.)
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class HangWatchAttribute : Attribute, ITestAction
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(5);
    private static readonly Timer _timer = new(static _ => Look(), null, _look, _look);
    private static volatile Running? _running;

    public ActionTargets Targets => ActionTargets.Test;

    public void BeforeTest(ITest test) => _running = new Running(test.FullName, Stopwatch.GetTimestamp());

    public void AfterTest(ITest test) => _running = null;

    private static void Look()
    {
        if (_running is { } running && Stopwatch.GetElapsedTime(running.Start) > _limit)
        {
            Environment.FailFast($"{running.Test} hangs: it has run for over {_limit.TotalMinutes} minutes.");
        }

        GC.KeepAlive(_timer);
    }

    private sealed record Running(string Test, long Start);
}
