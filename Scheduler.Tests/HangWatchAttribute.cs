using System.Diagnostics;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Coroutines.Tests;

/// <summary>
/// Ends the process when a test hangs, and names it. (The test platform's own collector does so too, for seconds of processor time that go
/// into telling another process of each test.)
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class HangWatchAttribute : Attribute, ITestAction
{
    private const string Nightly = "Nightly";

    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(3);

    // What is long for confidence alone, on a machine that has other things to do.
    private static readonly TimeSpan _nightlyLimit = TimeSpan.FromMinutes(60);
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(5);
    private static readonly Timer _timer = new(static _ => Look(), null, _look, _look);
    private static volatile Running? _running;

    public ActionTargets Targets => ActionTargets.Test;

    public void BeforeTest(ITest test) =>
        _running = new Running(test.FullName, Stopwatch.GetTimestamp(), IsNightly(test) ? _nightlyLimit : _limit);

    public void AfterTest(ITest test) => _running = null;

    private static void Look()
    {
        if (_running is { } running && Stopwatch.GetElapsedTime(running.Start) > running.Limit)
        {
            Environment.FailFast($"{running.Test} hangs: it has run for over {running.Limit.TotalMinutes} minutes.");
        }

        GC.KeepAlive(_timer);
    }

    private static bool IsNightly(ITest test)
    {
        for (ITest? of = test; of is not null; of = of.Parent)
        {
            if (of.Properties[PropertyNames.Category].Contains(Nightly))
            {
                return true;
            }
        }

        return false;
    }

    private sealed record Running(string Test, long Start, TimeSpan Limit);
}
