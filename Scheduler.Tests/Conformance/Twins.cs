using System.Net.Sockets;
using System.Reflection;
using Coroutines.Tests.Timers;

namespace Coroutines.Tests.Conformance;

/// <summary>The twins of one Python program, and what they share: the counterpart of the program's harness.</summary>
[Category("Conformance")]
public abstract partial class Twins
{
    private Trace _trace = new();

    /// <summary>The twins that a fixture has, by the names of their cases.</summary>
    internal static Dictionary<string, MethodInfo> In(Type fixture) => fixture.GetMethods()
        .Where(method => method.IsDefined(typeof(TwinAttribute)))
        .ToDictionary(method => Recording.ToSnakeCase(method.Name));

    /// <summary>The topic of a fixture: its name without the ending.</summary>
    internal static string TopicOf(Type fixture) => Recording.ToSnakeCase(fixture.Name[..^nameof(Twins).Length]);

    private protected void CompareWithPython(string name)
    {
        if (!Recording.Read(TopicOf(GetType())).TryGetValue(name, out string[]? recorded))
        {
            Assert.Fail($"{name} has no recording: write the case in {TopicOf(GetType())}.py and run record.py.");
        }

        _trace = new Trace();
        Perform(In(GetType())[name]);

        if (!_trace.Lines.SequenceEqual(recorded!))
        {
            Assert.Fail(Trace.DescribeDifference(recorded!, _trace.Lines));
        }
    }

    private void Perform(MethodInfo twin)
    {
        if (twin.ReturnType == typeof(void))
        {
            twin.CreateDelegate<Action>(this)();
            return;
        }

        RunTwin(twin.CreateDelegate<Func<IEnumerator<Awaitable>>>(this)());
    }

    private protected virtual void RunTwin(IEnumerator<Awaitable> twin)
    {
        try
        {
            Scheduler.Run(twin, Options());
            Log("returned");
        }
        catch (Exception exception)
        {
            Log("raised", exception);
        }
    }

    private protected void Log(params object?[] words) => _trace.Log(words);

    /// <summary>An exception of the library, whose wording is its own affair: its type, as Python calls it.</summary>
    private protected static string Kind(Exception? exception) => exception is null ? "None" : Trace.KindOf(exception);

    /// <summary>Virtual time from 0, and a handler that logs the exception.</summary>
    private protected SchedulerOptions Options() => new()
    {
        TimeProvider = new VirtualClock(),
        TracksReuse = true,
        ExceptionHandler = context => Log("handler:", context.Exception is { } exception ? exception : "no exception"),
    };

    private protected static Scheduler Loop => Scheduler.Current;

    private protected static CoTask Self => CoTask.Current!;

    private protected Scheduler NewScheduler() => new(Options());

    /// <summary>Has another thread do something while the loop waits, and moves the clock past the timers of that wait.</summary>
    private protected static Scheduler NewSchedulerThatWaits(Action<Scheduler> meanwhile)
    {
        var clock = new ManualTimeProvider();
        var loop = new Scheduler(new SchedulerOptions { TimeProvider = clock });
        clock.Meanwhile = () =>
        {
            clock.Advance(10);
            meanwhile(loop);
        };
        return loop;
    }

    private protected static IEnumerator<Awaitable> Noop()
    {
        yield break;
    }

    /// <summary>Lets some iterations pass.</summary>
    private protected static IEnumerator<Awaitable> Pause(int iterations = 2)
    {
        for (int i = 0; i < iterations; i++)
        {
            yield return null;
        }
    }

    private protected static IEnumerator<Awaitable> Fail(Exception exception)
    {
        if (exception is not null)
        {
            throw exception;
        }

        yield break;
    }

    private protected static IEnumerator<Awaitable> SleepFor(double seconds)
    {
        yield return Awaitable.Sleep(seconds);
    }

    /// <summary>Awaits something, and logs how it ended, and how many cancels are left.</summary>
    private protected IEnumerator<Awaitable> Ending(string name, Awaitable awaitable)
    {
        yield return Awaitable.Settle(awaitable, out Outcome outcome, includeCancellation: true);
        LogEnding(name, outcome);
    }

    /// <inheritdoc cref="Ending(string, Awaitable)"/>
    private protected IEnumerator<Awaitable> Ending(string name, IEnumerator<Awaitable> coroutine) =>
        Ending(name, Awaitable.Await(coroutine));

    /// <inheritdoc cref="Ending(string, Awaitable)"/>
    private protected IEnumerator<Awaitable> Ending<T>(string name, Awaitable<T> awaitable)
    {
        yield return Awaitable.Settle(awaitable, out Outcome<T> outcome, includeCancellation: true);
        LogEnding(name, outcome);
    }

    /// <summary>Calls what runs a main coroutine, and logs how that ended.</summary>
    private protected void Ends(Func<object?> run)
    {
        object? result = null;
        Exception? error = Caught(() => result = run());
        Log(error is null ? "returned" : "raised", error ?? result);
    }

    /// <summary>Ctrl-C arrives from outside after a while.</summary>
    private protected static void InterruptAfter(double seconds)
    {
        CoTask main = Self;
        Scheduler loop = Loop;
        loop.CallLater(seconds, () => MainRun.Interrupt(main));
    }

    private void LogEnding(string name, Outcome outcome)
    {
        string how = !outcome.IsSuccess ? $"raised {Trace.Describe(outcome.Exception!)}"
            : outcome.Result is { } result ? $"returned {result}" : "ended";
        Log(name, how, "cancelling", Self.Cancelling);
    }

    private protected static void Raise(Exception exception) => throw exception;

    /// <summary>What an action throws, or null.</summary>
    private protected static Exception? Caught(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private protected static (Socket Here, Socket There) SocketPair() => LoopbackPair.Create();
}
