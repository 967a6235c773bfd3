using System.Diagnostics;
using Orleans.Concurrency;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Orleans;

public sealed class ClosedGrain(Journal journal) : WorkGrain(journal), IClosedGrain;

[Reentrant]
public sealed class OpenGrain(Journal journal) : WorkGrain(journal), IOpenGrain;

public abstract class WorkGrain(Journal journal) : CoroutineGrain, IWork
{
    /// <summary>The key of a grain that cannot begin.</summary>
    internal const string Unlucky = "unlucky";

    private readonly CoEvent _open = new("open");
    private readonly TaskCompletionSource _answer = new();
    private int _turns;

    private string Key => GrainContext.GrainId.Key.ToString()!;

    protected override Duration FrameInterval
    {
        get
        {
            _turns++;
            return base.FrameInterval;
        }
    }

    public Task<string> Where() => Task.FromResult(RuntimeIdentity);

    public Task<int> Add(int a, int b) => Run<int>(Adding(a, b));

    public Task<int> AddAtOnce(int a, int b) => Run<int>(AddingAtOnce(a, b));

    public Task<int> AddThere(string other, int a, int b) => Run<int>(AddingThere(other, a, b));

    public Task<int> AddByItself(int a, int b) => Run<int>(AddingByItself(a, b));

    public Task Fail(string type, string message) => Run(Failing(type, message));

    public Task<string> FailThere(string other, string type, string message) => Run<string>(FailingThere(other, type, message));

    public Task FailInAGroup() => Run(FailingInAGroup());

    public Task<string> Describe(Exception failure) => Task.FromResult(TextOf(failure));

    public Task Pass(string name) => Run(Passing(name));

    public Task Open()
    {
        Note("open");
        _open.Set();
        return Task.CompletedTask;
    }

    public Task Nap(string name, double seconds) => Run(Napping(name, seconds));

    public Task<double> MeasureNap(double seconds) => Run<double>(MeasuringNap(seconds));

    public Task<double> AnswerThenNap(double seconds) => Run<double>(NappingAfterAnswer(seconds));

    public Task Answer()
    {
        _answer.SetResult();
        return Task.CompletedTask;
    }

    public Task WaitForever(double limit) => Run(WaitingForever(limit));

    public Task Hang(CancellationToken cancellationToken = default) => Run(Hanging(), cancellationToken);

    public Task<bool> HangCancelled() => Task.FromResult(Run(Hanging(), new CancellationToken(canceled: true)).IsCanceled);

    public Task Leave(string reason)
    {
        DeactivateNow(reason);
        return Task.CompletedTask;
    }

    public Task LeaveOnIdle()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task LeaveByItself(string reason) => Run(LeavingByItself(reason));

    public Task BeginLoop(bool fails) => Run(Beginning(fails ? Failing(typeof(IOException).FullName!, "nobody waits for it") : Hanging()));

    public Task BeginLoopThatLeavesAnother() => Run(Beginning(LeavingAnother()));

    public Task BeginLoopAndCancelIt() => Run(BeginningAndCancelling());

    public Task BeginLoopThatNeverEnds() => Run(Beginning(NeverEnding()));

    public Task BeginRunaway() => Run(Beginning(Spinning()));

    public Task<string?> Caller() => Run<string?>(ReadingCaller());

    public Task<(string Woken, bool IsHere)[]> LookWhereItRuns() => Run<(string, bool)[]>(LookingWhereItRuns(TaskScheduler.Current));

    public Task<bool> ContinuesInAStep() => Run(Napping("it", 0.001)).ContinueWith(
        static _ => CoTask.Current is not null, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    public Task<int> Turns() => Task.FromResult(_turns);

    protected override IEnumerator<Awaitable> Activate()
    {
        yield return Sleep(0.001);
        if (Key == Unlucky)
        {
            throw new IOException("There is no state.");
        }

        Note("activated");
    }

    protected override IEnumerator<Awaitable> Deactivate(DeactivationReason reason)
    {
        yield return Sleep(0.001);
        Note($"deactivated: {reason.ReasonCode}");
    }

    private IEnumerator<Awaitable> Adding(int a, int b)
    {
        yield return Sleep(0.001);
        yield return Return(a + b);
    }

    private static IEnumerator<Awaitable> AddingAtOnce(int a, int b)
    {
        yield return Return(a + b);
    }

    private IEnumerator<Awaitable> AddingThere(string other, int a, int b)
    {
        yield return Await(GrainFactory.GetGrain<IClosedGrain>(other).Add(a, b)).Into(out var sum);
        yield return Return(sum.Result);
    }

    private IEnumerator<Awaitable> AddingByItself(int a, int b)
    {
        yield return Await(Add(a, b)).Into(out var sum);
        yield return Return(sum.Result);
    }

    private IEnumerator<Awaitable> Failing(string type, string message)
    {
        yield return Sleep(0.001);
        throw ExceptionOf(type, message);
    }

    private IEnumerator<Awaitable> FailingThere(string other, string type, string message)
    {
        yield return Settle(Await(GrainFactory.GetGrain<IClosedGrain>(other).Fail(type, message)), out var outcome);
        yield return Return(TextOf(outcome.Exception!));
    }

    private IEnumerator<Awaitable> FailingInAGroup()
    {
        var group = new TaskGroup();
        group.CreateTask(Failing(typeof(IOException).FullName!, "lost"));
        yield return group;
    }

    private IEnumerator<Awaitable> Passing(string name)
    {
        Note($"{name} waits");
        yield return _open.Wait();
        Note($"{name} passes");
    }

    private IEnumerator<Awaitable> Napping(string name, double seconds)
    {
        Note($"{name} sleeps");
        yield return Sleep(seconds);
        Note($"{name} wakes");
    }

    private IEnumerator<Awaitable> NappingAfterAnswer(double seconds)
    {
        yield return Await(_answer.Task);
        yield return Await<double>(MeasuringNap(seconds)).Into(out var slept);
        yield return Return(slept.Result);
    }

    private static IEnumerator<Awaitable> MeasuringNap(double seconds)
    {
        long start = Stopwatch.GetTimestamp();
        yield return Sleep(seconds);
        yield return Return(Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static IEnumerator<Awaitable> WaitingForever(double limit)
    {
        using (Timeout(limit))
        {
            yield return new Future();
        }
    }

    private IEnumerator<Awaitable> Hanging()
    {
        Defer(CleaningUp());
        try
        {
            Note("hangs");
            yield return new Future();
        }
        finally
        {
            Note("finally");
        }
    }

    private IEnumerator<Awaitable> CleaningUp()
    {
        yield return Sleep(0.05);
        Note("cleaned up");
    }

    private IEnumerator<Awaitable> LeavingByItself(string reason)
    {
        DeactivateNow(reason);
        Note("goes on");
        yield return Await(Hanging());
    }

    private static IEnumerator<Awaitable> Beginning(IEnumerator<Awaitable> loop)
    {
        CreateTask(loop);
        yield break;
    }

    private IEnumerator<Awaitable> LeavingAnother()
    {
        Defer(() => CreateTask(Hanging()));
        yield return new Future();
    }

    private IEnumerator<Awaitable> BeginningAndCancelling()
    {
        CoTask loop = CreateTask(Hanging());
        yield return Sleep(0.001);
        loop.Cancel();
    }

    private IEnumerator<Awaitable> NeverEnding()
    {
        Defer(WaitingToBeClosed());
        yield return Await(Hanging());
    }

    private IEnumerator<Awaitable> WaitingToBeClosed()
    {
        try
        {
            yield return new Future();
        }
        finally
        {
            Note("closed");
        }
    }

    private static IEnumerator<Awaitable> Spinning()
    {
        while (true)
        {
            yield return CreateTask(AddingAtOnce(1, 1));
        }
    }

    private static IEnumerator<Awaitable> LookingWhereItRuns(TaskScheduler grain)
    {
        List<(string, bool)> looks = [];
        Look("call");
        yield return Sleep(0.001);
        Look("timer");
        yield return null;
        Look("frame");
        yield return ToThread(static () => Thread.Sleep(1));
        Look("thread");
        yield return Return(looks.ToArray());

        void Look(string woken) => looks.Add((woken, TaskScheduler.Current == grain));
    }

    private static IEnumerator<Awaitable> ReadingCaller()
    {
        yield return Sleep(0.001);
        yield return Return(RequestContext.Get("caller") as string);
    }

    private static string TextOf(Exception exception) => $"{exception.GetType().FullName}: {exception.Message}";

    private static Exception ExceptionOf(string type, string message)
    {
        Type found = typeof(Scheduler).Assembly.GetType(type) ?? typeof(CoroutineGrain).Assembly.GetType(type) ?? Type.GetType(type, throwOnError: true)!;
        return (Exception)Activator.CreateInstance(found, message)!;
    }

    private void Note(string line) => journal.Note(Key, line);
}
