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
            small.Result.ShouldBe(["small a", "small b", "small c"], LookAt);
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
            small.Result.ShouldBe(["small a", "small b"], LookAt);
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
                isSecondDone.Wait(_patience).ShouldBeTrue(LookAt);
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
            mayEnd.Wait(_patience).ShouldBeTrue(LookAt);
            return Shrink(photo);
        }
    }

    [Test, Order(4)]
    public void ShrinkAll_WhenAPhotoIsBroken_Fails()
    {
        const string LookAt = "`shrink` throws an IOException for the second photo. It has to go on to whoever awaits ShrinkAll.";
        Run(Main(), LookAt);

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(Await<string[]>(Photos.ShrinkAll(["a", "broken"], Shrink)), out var outcome);
            (outcome.Exception is IOException).ShouldBeTrue($"{LookAt} Here it has ended by: {outcome.Exception?.GetType().Name ?? "no exception"}");
        }
    }

    [Test, Order(5)]
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
            outcome.Exception.ShouldBeNull(LookAt);
            outcome.Result.ShouldBe("To be or not to be", LookAt);
            yield return Sleep(0.01); // the last percentage may come after the text
            _isShownElsewhere.ShouldBeFalse("`show` was called on the scanner's thread. It belongs to the scheduler's: CallSoonThreadsafe(() => show(percent)).");
            _shown.ShouldBe([25, 50, 75], LookAt);
        }
    }

    [Test, Order(6)]
    public void Scan_WhenTheScannerFails_Fails()
    {
        const string LookAt = "The scanner calls `failed` with an IOException, on its own thread. Scan has to fail with it: text.SetException(error), on the scheduler's thread.";
        FakeScanner scanner = new(scanner => scanner.Failed(new IOException("no paper")));
        Run(Main(), LookAt, scanner);

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(WaitFor(Photos.Scan(scanner, Show), Patience), out var outcome);
            scanner.Verify(LookAt);
            (outcome.Exception is IOException).ShouldBeTrue($"{LookAt} Here it has ended by: {outcome.Exception?.GetType().Name ?? "no exception"}");
            scanner.IsStopped.ShouldBeTrue("However Scan ends, it calls scanner.Stop().");
        }
    }

    [Test, Order(7)]
    public void Scan_Cancelled_StopsTheScanner()
    {
        const string LookAt = "Scan is cancelled while it waits. It has to call scanner.Stop(), and to end as cancelled: use `finally`, or `Defer`.";
        Run(CancelAScan(scanner => { }, LookAt), LookAt);
    }

    [Test, Order(8)]
    public void Scan_Cancelled_BearsThatTheScannerCallsBackAllTheSame()
    {
        const string LookAt = "Scan was cancelled, and the scanner is stopped; but the text was on its way, and so it calls `done` after that. Nobody waits any more, and the future is "
            + "cancelled: whoever sets it then gets an exception. Look whether it IsDone before you set it.";
        Run(CancelAScan(scanner => scanner.Done("too late"), LookAt), LookAt);
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
        scan.IsCancelled.ShouldBeTrue(lookAt);
        scanner.IsStopped.ShouldBeTrue(lookAt);
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
        isElsewhere.ShouldBeTrue("`shrink` was called on the scheduler's own thread, where it holds up all coroutines. ToThread calls it on another one.");
    }

    private void Run(IEnumerator<Awaitable> main, string lookAt, FakeScanner? scanner = null)
    {
        try
        {
            Scheduler.Run(main, new SchedulerOptions
            {
                ExceptionHandler = report => _lost.Add($"{report.Message}: {report.Exception?.GetType().Name}: {report.Exception?.Message}"),
            });
        }
        catch (Exception exception)
        {
            throw LabAdvice.Explain(exception, lookAt);
        }
        finally
        {
            scanner?.Stop();
        }

        _lost.ShouldBeEmpty($"{lookAt}\n\nAn exception was lost.");
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

        public void Start(Action<int> progress, Action<string> done, Action<Exception> failed)
        {
            _thread.ShouldBeNull("The scanner was started twice.");
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
            _thread.ShouldNotBeNull($"The scanner was not started. {lookAt}");
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
