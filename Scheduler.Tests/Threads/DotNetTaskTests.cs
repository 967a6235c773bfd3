using static Coroutines.Awaitable;

namespace Coroutines.Tests.Threads;

/// <summary>Coroutines that await .NET tasks.</summary>
public sealed class DotNetTaskTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private IEnumerator<Awaitable> Awaiting<T>(Task<T> task)
    {
        yield return Settle(Await(task), out Outcome<T> outcome, includeCancellation: true);
        _rig.Log(outcome.IsSuccess ? $"{outcome.Result}" : $"{outcome}");
    }

    [Test]
    public void Await_OfWhatIsDone_CostsNoIteration()
    {
        IEnumerator<Awaitable> Main()
        {
            yield return Await(Task.CompletedTask);
            yield return Await(Task.FromResult(1)).Into(out Awaitable<int> a);
            yield return Await(new ValueTask());
            yield return Await(new ValueTask<string>("b")).Into(out Awaitable<string> b);
            _rig.Log($"{a.Result} {b.Result}");
        }

        _rig.Start(Main());
        _rig.Iterate();

        _rig.ShouldHaveLogged("1 b");
    }

    [Test]
    public void Await_OfWhatAnotherThreadCompletes_WaitsForIt_UnderAVirtualClockToo()
    {
        var source = new TaskCompletionSource<string>();
        IEnumerator<Awaitable> Main()
        {
            var thread = new Thread(() => source.SetResult("from a thread"));
            CallWhenWaiting(thread.Start);
            yield return Await(source.Task).Into(out Awaitable<string> result);
            _rig.LogTime($"{result.Result}, {CoTask.Current!.Name}");
            thread.Join();
        }

        void CallWhenWaiting(Action action) => _rig.Scheduler.CallSoon(action);

        _rig.Run(Main());

        _rig.ShouldHaveLogged("0 from a thread, Task-1");
    }

    [Test]
    public void Await_OfWhatThisThreadCompletes_ResumesInTheLoop()
    {
        var source = new TaskCompletionSource<int>();
        IEnumerator<Awaitable> Completing()
        {
            source.SetResult(5);
            _rig.Log("completed");
            yield return null;
        }

        _rig.Start(Awaiting(source.Task));
        _rig.Start(Completing());
        _rig.Iterate(3);

        _rig.ShouldHaveLogged("completed", "5");
    }

    [Test]
    public void Await_OfAFault_ThrowsTheExceptionItself()
    {
        var error = new IOException("boom");
        _rig.Run(Awaiting(Task.FromException<int>(error)));
        var source = new TaskCompletionSource<int>();
        _rig.Scheduler.CallSoon(() => source.SetException(error));
        _rig.Run(Awaiting(source.Task));

        _rig.ShouldHaveLogged("IOException: boom", "IOException: boom");
    }

    [Test]
    public void Await_OfSeveralFaults_ThrowsThemTogether()
    {
        var source = new TaskCompletionSource<int>();
        source.SetException([new IOException("one"), new ArgumentException("two")]);
        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Await(source.Task), out Outcome<int> outcome);
            var all = outcome.Exception.ShouldBeOfType<AggregateException>();
            _rig.Log(string.Join(", ", all.InnerExceptions.Select(error => error.Message)));
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("one, two");
    }

    [Test]
    public void Cancel_OfOneThatAwaits_EndsTheWait_AndTheTaskGoesOn()
    {
        var source = new TaskCompletionSource<int>();
        CoTask task = _rig.Start(Awaiting(source.Task));
        _rig.Iterate();
        task.Cancel();
        _rig.Iterate(2);
        _rig.ShouldHaveLogged("cancelled");
        source.Task.IsCompleted.ShouldBeFalse();

        source.SetException(new IOException("later"));
        source.Task.Exception.ShouldNotBeNull();
        _rig.Iterate(3);

        _rig.ShouldHaveReported();
    }

    [Test]
    public void Cancel_OfOneThatAwaits_LeavesNothingToWaitFor()
    {
        var source = new TaskCompletionSource<int>();
        CoTask task = _rig.Start(Awaiting(source.Task));
        _rig.Iterate();
        task.Cancel();
        _rig.Iterate(2);

        Should.Throw<DeadlockException>(() => _rig.Scheduler.RunUntilComplete(new Future(_rig.Scheduler)));
    }

    [Test]
    public void Await_OfTheSameTask_ByMany_WakesThemInOrder()
    {
        var source = new TaskCompletionSource<int>();
        for (int i = 0; i < 3; i++)
        {
            _rig.Start(Awaiting(source.Task));
        }

        _rig.Iterate();
        source.SetResult(1);
        _rig.Iterate(2);

        _rig.ShouldHaveLogged("1", "1", "1");
    }

    [Test]
    public void Await_UnderASynchronizationContext_DoesNotGoThroughIt()
    {
        var context = new NeverRunning();
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            var source = new TaskCompletionSource<int>();
            _rig.Start(Awaiting(source.Task));
            _rig.Iterate();
            source.SetResult(3);
            _rig.Iterate(2);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        context.Posts.ShouldBe(0);
        _rig.ShouldHaveLogged("3");
    }

    [Test]
    public void Await_OutsideOfARun_IsRefused()
    {
        Should.Throw<InvalidOperationException>(() => Await(Task.CompletedTask)).Message.ShouldContain("No scheduler is running");
        Should.Throw<ArgumentNullException>(() => Await((Task)null!));
        Should.Throw<ArgumentNullException>(() => Await((Task<int>)null!));
    }

    [Test]
    public void Task_ThatCompletesAfterDispose_HurtsNobody()
    {
        var source = new TaskCompletionSource<int>();
        CoTask task = _rig.Start(Awaiting(source.Task));
        _rig.Iterate();
        _rig.Dispose();
        source.SetResult(1);

        task.IsDone.ShouldBeTrue();
        _rig.ShouldHaveLogged("cancelled");
    }

    private sealed class NeverRunning : SynchronizationContext
    {
        internal int Posts { get; private set; }

        public override void Post(SendOrPostCallback d, object? state) => Posts++;
    }
}
