using static Coroutines.Awaitable;

namespace Coroutines;

/// <summary>The thread of one loop of a group, from the start of its main coroutine to the end of all that runs there.</summary>
internal sealed class GroupThread
{
    private readonly GroupedScheduler _loop;
    private readonly Runner _runner;
    private readonly Func<GroupedScheduler, IEnumerator<Awaitable>>? _makeMain;
    private readonly Thread _thread;
    private readonly CoEvent _stop = new("stop of the group");
    private readonly CoEvent _end = new("end of the group");
    private bool _isMainOver;

    internal GroupThread(GroupedScheduler loop, Runner runner, string name, Func<GroupedScheduler, IEnumerator<Awaitable>>? makeMain)
    {
        _loop = loop;
        _runner = runner;
        _makeMain = makeMain;
        _thread = new Thread(Run) { Name = name, IsBackground = true };
    }

    /// <summary>Whether it is the calling thread.</summary>
    internal bool IsHere => ReferenceEquals(_thread, Thread.CurrentThread);

    internal void Start() => _thread.Start();

    internal void Join() => _thread.Join();

    /// <summary>Cancels the main coroutine, called from any thread.</summary>
    internal void StopMain() => _loop.Scheduler.Outside.Call(_stop.Set);

    /// <summary>Has everything end, called from any thread.</summary>
    internal void End() => _loop.Scheduler.Outside.Call(_end.Set);

    private void Run()
    {
        try
        {
            // Others may ask at any time: a loop on a virtual clock is not deadlocked when it has nothing to do.
            _loop.Scheduler.Outside.Expected++;
            CoTask root = _loop.Scheduler.CreateTask(Root(), "group");
            _loop.Scheduler.RunUntilDone(root);
            _ = root.Result;
        }
        catch (Exception exception)
        {
            _loop.Failure = exception;
            Fail(exception, "A loop of a group has ended by an error");
        }
        finally
        {
            NoteMainIsOver();
            _loop.Line.Close();
            CloseScheduler();
            _loop.Group.NoteEnd();
        }
    }

    private IEnumerator<Awaitable> Root()
    {
        if (_makeMain is not null)
        {
            CoTask main = CreateTask(_makeMain(_loop), "main");
            main.AddDoneCallback(MainHasEnded);
            yield return _stop.Wait();
            main.Cancel("The group is stopping.");
            yield return Wait([main]);
        }
        else
        {
            yield return _stop.Wait();
            NoteMainIsOver();
        }

        yield return _end.Wait();
    }

    private void MainHasEnded(Future main)
    {
        // What leaves the loop, Ctrl-C, has ended it.
        if (!main.IsCancelled && main.Exception is { } failure and not KeyboardInterruptException)
        {
            Fail(failure, "The main coroutine of a loop has failed");
        }

        NoteMainIsOver();
    }

    private void NoteMainIsOver()
    {
        if (!_isMainOver)
        {
            _isMainOver = true;
            _loop.Group.NoteMainIsOver();
        }
    }

    // Cancels what is left, and runs it to its end.
    private void CloseScheduler()
    {
        try
        {
            _runner.Dispose();
        }
        catch (Exception exception)
        {
            Fail(exception, "The end of a loop has failed");
        }

        if (_loop.Lost > 0)
        {
            _runner.Scheduler.Reports.Report(new ExceptionContext(FormattableString.Invariant(
                $"{_runner.Scheduler.Describe()} was stopped: {_loop.Lost} coroutines that it was told to run had not begun, and are lost")));
        }
    }

    private void Fail(Exception exception, string message)
    {
        _loop.Scheduler.Reports.Report(new ExceptionContext(message) { Exception = exception });
        _loop.Group.NoteFailure(exception);
    }
}
