using static Coroutines.Awaitable;

namespace Coroutines.Tests.Memory;

// What primitives, signals and time limits are given.
internal sealed partial class HandedIn
{
    private IEnumerator<Awaitable> Payloads()
    {
        for (int i = 0; i < 3; i++)
        {
            Scheduler.Current.CallSoon(() => _signal.Emit(Tracked()));
            yield return _signal.Next().Into(out var heard);
            GC.KeepAlive(heard.Result);
        }
    }

    private IEnumerator<Awaitable> ManyPayloads()
    {
        List<CoTask> tasks = [.. Enumerable.Range(0, 100).Select(_ => CreateTask(Listen()))];
        yield return null;
        _signal.Emit(Tracked());
        yield return Wait(tasks);

        IEnumerator<Awaitable> Listen()
        {
            yield return _signal.Next().Into(out var heard);
            GC.KeepAlive(heard.Result);
        }
    }

    private IEnumerator<Awaitable> UnreadPayload()
    {
        Scheduler.Current.CallSoon(() => _signal.Emit(Tracked()));
        yield return _signal.Next();
        CoTask task = tracker.Track(CreateTask(Hold(Tracked(), _signal.Next())));
        yield return null;
        task.Cancel();
        yield return Settle(task, out _, includeCancellation: true);
    }

    private IEnumerator<Awaitable> FirstOfSignals()
    {
        Scheduler.Current.CallSoon(() => _signal.Emit(Tracked()));
        yield return FirstOf(_bare, _signal).Into(out var hit);
        GC.KeepAlive(hit.Result);
        CoTask task = tracker.Track(CreateTask(tracker.Track(Hold(Tracked(), FirstOf(_bare, _signal)))));
        yield return null;
        _bare.Emit();
        yield return task;
    }

    private IEnumerator<Awaitable> Primitives()
    {
        List<CoTask> tasks = [];
        for (int i = 0; i < 40; i++)
        {
            tasks.Add(tracker.Track(CreateTask(tracker.Track(UseAll(Tracked())))));
        }

        for (int i = 0; i < 200 && tasks.Exists(task => !task.IsDone); i++)
        {
            yield return null;
            _event.Set();
            _event.Clear();
            if (!_condition.IsLocked)
            {
                yield return _condition.Acquire();
                _condition.NotifyAll();
                _condition.Release();
            }
        }

        tasks.ForEach(task => task.Cancel());

        IEnumerator<Awaitable> UseAll(object closure)
        {
            yield return _lock.Acquire().Into(out var held);
            using (held.Result)
            {
                yield return null;
            }

            yield return _semaphore.Acquire().Into(out var place);
            using (place.Result)
            {
                yield return null;
            }

            yield return _limiter.Acquire().Into(out var token);
            using (token.Result)
            {
                yield return null;
            }

            yield return _barrier.Wait().Into(out var index);
            GC.KeepAlive(index.Result);
            yield return _event.Wait();
            yield return _condition.Acquire().Into(out var entered);
            using (entered.Result)
            {
                bool asked = false;
                object inPredicate = Tracked();
                yield return _condition.WaitFor(tracker.Track<Func<bool>>(() => { GC.KeepAlive(inPredicate); return asked || !(asked = true); }));
            }
        }
    }

    private IEnumerator<Awaitable> Predicates()
    {
        int left = 3;
        object closure = Tracked();
        yield return WaitUntil(tracker.Track<Func<bool>>(() => { GC.KeepAlive(closure); return --left < 0; }));
        yield return Settle(WaitWhile(tracker.Track<Func<bool>>(() => throw tracker.Track(new IOException()))), out _);
        CoTask task = CreateTask(Hold(Tracked(), WaitUntil(tracker.Track<Func<bool>>(() => closure is null))));
        yield return null;
        task.Cancel();
        yield return Settle(task, out _, includeCancellation: true);
    }

    private IEnumerator<Awaitable> Timeouts()
    {
        yield return Settle(Expires(), out _);
        using (tracker.Track(Timeout(1000)))
        {
            yield return null;
        }

        for (int i = 0; i < 60; i++)
        {
            using CoTimeout timeout = tracker.Track(Timeout(1000));
            timeout.Reschedule(2000 + i);
        }

        IEnumerator<Awaitable> Expires()
        {
            using (tracker.Track(Timeout(0.001)))
            {
                yield return Await(Hold(Tracked(), Sleep(100)));
            }
        }
    }
}
