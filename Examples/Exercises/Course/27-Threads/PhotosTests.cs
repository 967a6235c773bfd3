using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(27)]
public sealed class PhotosTests
{
    /// <summary>In real seconds: threads do not wait for a virtual clock. What is right does not need them.</summary>
    private const double Patience = 3.0;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(Patience);

    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly List<int> _shown = [];
    private readonly List<string> _lost = [];
    private volatile bool _isShownElsewhere;

    [Test, Order(1)]
    public void ShrinkAll_CallsOnOtherThreads_AndKeepsTheOrder()
    {
        const string LookAt = "Three photos. What `shrink` returned for them has to come in their order.";
        Run(Main(), LookAt);

        IEnumerator<Awaitable> Main()
        {
            yield return Await<string[]>(Photos.ShrinkAll(["a", "b", "c"], Shrink)).Into(out var small);
            VerifyOrder(small.Result, ["small a", "small b", "small c"], LookAt);
        }
    }

    [Test, Order(2)]
    public void ShrinkAll_WorksSideBySide()
    {
        const string LookAt = "Two photos, and `shrink` of the first returns only when that of the second has: they have to run side by side, each on a thread. "
            + "And the order is still that of the photos.";
        using ManualResetEventSlim isSecondDone = new();
        Run(Main(), LookAt);

        IEnumerator<Awaitable> Main()
        {
            yield return Await<string[]>(Photos.ShrinkAll(["a", "b"], ShrinkFirstAfterSecond)).Into(out var small);
            VerifyOrder(small.Result, ["small a", "small b"], LookAt);
        }

        string ShrinkFirstAfterSecond(string photo)
        {
            VerifyThread();
            if (photo == "b")
            {
                isSecondDone.Set();
            }
            else
            {
                Expected.True(isSecondDone.Wait(_patience), LookAt);
            }

            return Shrink(photo);
        }
    }

    [Test, Order(3)]
    public void ShrinkAll_LetsTheOthersRun()
    {
        const string LookAt = "While `shrink` works, another coroutine goes on, and `shrink` returns only when that one has said so. "
            + "Whoever waits in the scheduler's thread holds up all coroutines: yield what ToThread gives.";
        using ManualResetEventSlim hasBegun = new();
        using ManualResetEventSlim mayEnd = new();
        Run(Main(), LookAt);

        IEnumerator<Awaitable> Main()
        {
            yield return Gather(Photos.ShrinkAll(["a"], ShrinkWhenAllowed), Allow());
        }

        IEnumerator<Awaitable> Allow()
        {
            yield return WaitUntil(() => hasBegun.IsSet);
            mayEnd.Set();
        }

        string ShrinkWhenAllowed(string photo)
        {
            VerifyThread();
            hasBegun.Set();
            Expected.True(mayEnd.Wait(_patience), LookAt);
            return Shrink(photo);
        }
    }

    [Test, Order(4)]
    public void ShrinkAll_TakesNoStepWhileItWaits()
    {
        const string LookAt = "`shrink` works on another thread until the test lets it end. Who waits for a thread is woken, and does not ask in between: yield what "
            + "ToThread gives.";
        using ManualResetEventSlim mayEnd = new();
        Run(Main(), LookAt);

        IEnumerator<Awaitable> Main()
        {
            using StepRecorder steps = new(Scheduler.Current); // a scheduler that is observed counts them
            CoTask shrinking = CreateTask(Photos.ShrinkAll(["a"], ShrinkWhenAllowed));
            yield return Await(LetAWhilePass());
            mayEnd.Set();
            yield return shrinking;
            VerifySteps(shrinking, LookAt);
        }

        string ShrinkWhenAllowed(string photo)
        {
            VerifyThread();
            Expected.True(mayEnd.Wait(_patience), LookAt);
            return Shrink(photo);
        }
    }

    [Test, Order(5)]
    public void ShrinkAll_WhenAPhotoIsBroken_Fails()
    {
        const string LookAt = "`shrink` throws an IOException for the second photo. It has to go on to whoever awaits ShrinkAll.";
        Run(Main(), LookAt);

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Await<string[]>(Photos.ShrinkAll(["a", "broken"], Shrink)), out var outcome);
            Expected.True(outcome.Exception is IOException, $"{LookAt} Here it has ended by: {outcome.Exception?.GetType().Name ?? "no exception"}");
        }
    }

    [Test, Order(6)]
    public void Scan_ReturnsTheText_AndShowsHowFarItIs()
    {
        const string LookAt = "The scanner calls `progress` with 25, 50 and 75, and then `done` with the text. That is on its own thread, which may only call "
            + "scheduler.CallSoonThreadsafe(...), with the scheduler that you have asked for before.";
        FakeScanner scanner = new(scanner =>
        {
            scanner.Progress(25);
            scanner.Progress(50);
            scanner.Progress(75);
            scanner.Done("To be or not to be");
        });
        Run(Main(), LookAt, scanner);

        IEnumerator<Awaitable> Main()
        {
            yield return Settle<string>(WaitFor<string>(Photos.Scan(scanner, Show), Patience), out var outcome);
            scanner.Verify(LookAt);
            Expected.True(outcome.Exception is null, $"{LookAt} Here it has ended by: {outcome.Exception?.GetType().Name}");
            Expected.True(outcome.Result == "To be or not to be", $"{LookAt}\n\nScan has returned: \"{outcome.Result}\"");
            yield return Sleep(0.01); // the last percentage may come after the text
            Expected.False(_isShownElsewhere, "`show` was called on the scanner's thread. It belongs to the scheduler's: CallSoonThreadsafe(() => show(percent)).");
            Expected.True(_shown is [25, 50, 75], $"{LookAt}\n\n`show` was called with: {(_shown is [] ? "(nothing)" : string.Join(", ", _shown))}");
        }
    }

    [Test, Order(7)]
    public void Scan_TakesNoStepWhileItWaits()
    {
        const string LookAt = "The scanner calls `done` when the test lets it. Who waits for a Future is woken when it is set, and does not ask in between: "
            + "yield the future.";
        using ManualResetEventSlim mayEnd = new();
        FakeScanner scanner = new(scanner =>
        {
            mayEnd.Wait(_patience);
            scanner.Done("To be or not to be");
        });
        Run(Main(), LookAt, scanner);

        IEnumerator<Awaitable> Main()
        {
            using StepRecorder steps = new(Scheduler.Current);
            CoTask scan = CreateTask(Photos.Scan(scanner, Show));
            yield return Await(LetAWhilePass());
            mayEnd.Set();
            yield return WaitFor(scan, Patience);
            VerifySteps(scan, LookAt);
        }
    }

    [Test, Order(8)]
    public void Scan_WhenTheScannerFails_Fails()
    {
        const string LookAt = "The scanner calls `failed` with an IOException, on its own thread. Scan has to fail with it: text.SetException(error), on the scheduler's thread.";
        FakeScanner scanner = new(scanner => scanner.Failed(new IOException("no paper")));
        Run(FailAScan<IOException>(scanner, Show, LookAt), LookAt, scanner);
    }

    [Test, Order(9)]
    public void Scan_WhenTheScannerDoesNotStart_StopsItAllTheSame()
    {
        const string LookAt = "scanner.Start itself throws an IOException. Scan fails with it, and however it ends, it calls scanner.Stop(): so Start belongs into the "
            + "`try`, or comes after the `Defer`.";
        FakeScanner scanner = new(_ => { }) { Refusal = new IOException("no power") };
        Run(FailAScan<IOException>(scanner, Show, LookAt), LookAt, scanner);
    }

    [Test, Order(10)]
    public void Scan_WhenShowFails_Fails()
    {
        const string LookAt = "`show` throws a FormatException, on the scheduler's thread, for the first percentage. Scan has to fail with it, and to stop the scanner: "
            + "catch the error there, and give it to the future by text.SetException(error).";
        FakeScanner scanner = new(scanner =>
        {
            scanner.Progress(25);
            scanner.WaitForStop();
        });
        Run(FailAScan<FormatException>(scanner, _ => throw new FormatException("no display"), LookAt), LookAt, scanner);
    }

    [Test, Order(11)]
    public void Scan_Cancelled_StopsTheScanner()
    {
        const string LookAt = "Scan is cancelled while it waits. It has to call scanner.Stop(), and to end as cancelled: use `finally`, or `Defer`.";
        Run(CancelAScan(scanner => { }, LookAt), LookAt);
    }

    [Test, Order(12)]
    public void Scan_Cancelled_BearsThatTheScannerCallsBackAllTheSame()
    {
        const string LookAt = "Scan was cancelled, and the scanner is stopped; but the text was on its way, and so it calls `done` after that. Nobody waits any more, and the future is "
            + "cancelled: whoever sets it then gets an exception. Look whether it IsDone before you set it.";
        Run(CancelAScan(scanner => scanner.Done("too late"), LookAt), LookAt);
    }

    private static IEnumerator<Awaitable> FailAScan<TException>(FakeScanner scanner, Action<int> show, string lookAt)
        where TException : Exception
    {
        yield return Settle(WaitFor(Photos.Scan(scanner, show), Patience), out var outcome);
        scanner.Verify(lookAt);
        Expected.True(outcome.Exception is TException, $"{lookAt} Here it has ended by: {outcome.Exception?.GetType().Name ?? "no exception"}");
        Expected.True(scanner.IsStopped, "However Scan ends, it calls scanner.Stop().");
    }

    private IEnumerator<Awaitable> CancelAScan(Action<FakeScanner> afterTheStop, string lookAt)
    {
        FakeScanner scanner = new(scanner =>
        {
            scanner.Progress(25);
            scanner.WaitForStop();
            afterTheStop(scanner);
        });
        CoTask scan = CreateTask(Photos.Scan(scanner, Show));
        yield return WaitFor(WaitUntil(() => _shown.Count > 0 || scan.IsDone), Patience);
        scan.Cancel();
        yield return Wait([scan], timeout: Patience);
        Expected.True(scan.IsCancelled, lookAt);
        Expected.True(scanner.IsStopped, lookAt);
        yield return ToThread(scanner.Join);
        scanner.Verify(lookAt);
        yield return Sleep(0.01); // what the scanner has left for the scheduler's thread comes first
    }

    private string Shrink(string photo)
    {
        VerifyThread();
        return photo == "broken" ? throw new IOException("a broken photo") : $"small {photo}";
    }

    private void Show(int percent)
    {
        _isShownElsewhere |= Environment.CurrentManagedThreadId != _thread;
        lock (_shown)
        {
            _shown.Add(percent);
        }
    }

    private void VerifyThread()
    {
        bool isElsewhere = Environment.CurrentManagedThreadId != _thread;
        Expected.True(isElsewhere, "`shrink` was called on the scheduler's own thread, where it holds up all coroutines. ToThread calls it on another one.");
    }

    private static void VerifyOrder(string[] small, string[] expected, string lookAt) =>
        Expected.True(small.SequenceEqual(expected), $"{lookAt}\n\nShrinkAll has returned: {string.Join(", ", small)}");

    // Time for those who ask in each iteration, and for those who sleep in between.
    private static IEnumerator<Awaitable> LetAWhilePass()
    {
        for (int i = 0; i < 100; i++)
        {
            yield return null;
        }

        yield return Sleep(0.05);
    }

    private static void VerifySteps(CoTask task, string lookAt) =>
        Expected.True(task.StepCount is >= 1 and <= 10, $"{lookAt}\n\nIts task has taken {task.StepCount:N0} steps.");

    private void Run(IEnumerator<Awaitable> main, string lookAt, FakeScanner? scanner = null)
    {
        SchedulerOptions options = new()
        {
            ExceptionHandler = report => _lost.Add($"{report.Message}: {report.Exception?.GetType().Name}: {report.Exception?.Message}"),
        };
        try
        {
            Explained.RunTest(() => Scheduler.Run(main, options), lookAt);
        }
        finally
        {
            scanner?.Stop();
        }

        Expected.True(_lost is [], $"{lookAt}\n\nAn exception was lost.\n{string.Join('\n', _lost)}");
    }

    /// <summary>Has a thread, on which a test's script runs, and keeps what the callbacks throw there.</summary>
    private sealed class FakeScanner(Action<FakeScanner> script) : IScanner
    {
        private readonly ManualResetEventSlim _stop = new();
        private readonly List<string> _thrown = [];
        private Action<int> _progress = _ => { };
        private Action<string> _done = _ => { };
        private Action<Exception> _failed = _ => { };
        private Thread? _thread;

        internal bool IsStopped => _stop.IsSet;

        /// <summary>What it throws in place of a start; null if it starts.</summary>
        internal Exception? Refusal { get; init; }

        public void Start(Action<int> progress, Action<string> done, Action<Exception> failed)
        {
            Expected.True(_thread is null, "The scanner was started twice.");
            if (Refusal is not null)
            {
                throw Refusal;
            }

            (_progress, _done, _failed) = (progress, done, failed);
            _thread = new Thread(() => script(this)) { IsBackground = true };
            _thread.Start();
        }

        public void Stop() => _stop.Set();

        internal void Progress(int percent) => Call("progress", () => _progress(percent));

        internal void Done(string text) => Call("done", () => _done(text));

        internal void Failed(Exception error) => Call("failed", () => _failed(error));

        internal void WaitForStop() => _stop.Wait(_patience);

        internal void Join() => _thread?.Join(_patience);

        internal void Verify(string lookAt)
        {
            Expected.True(_thread is not null || Refusal is not null, $"The scanner was not started. {lookAt}");
            lock (_thrown)
            {
                if (_thrown.Count > 0)
                {
                    throw new ShouldAssertException($"{lookAt}\n\nOn the scanner's thread, a callback has thrown:\n{_thrown[0]}");
                }
            }
        }

        private void Call(string name, Action callback)
        {
            try
            {
                callback();
            }
            catch (Exception exception)
            {
                lock (_thrown)
                {
                    _thrown.Add($"{name}: {exception.GetType().Name}: {exception.Message}");
                }
            }
        }
    }
}
