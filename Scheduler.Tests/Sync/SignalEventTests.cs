using static Coroutines.Awaitable;

namespace Coroutines.Tests.Sync;

/// <summary>A signal is an event of C#'s and an observable too, and can be an observer.</summary>
public sealed class SignalEventTests
{
    private readonly Rig _rig = new();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Emitted_IsRaisedInsideOfEmit_AfterThoseWhoWaitWereWoken()
    {
        CoSignal opened = new("opened");
        CoSignal<int> hit = new("hit");
        _rig.Start(Listen());
        _rig.Iterate();
        opened.Emitted += () => _rig.Log("handler");
        hit.Emitted += Log;
        hit.Emitted += value => throw new IOException($"{value}");
        opened.Emit().ShouldBe(1);
        _rig.ShouldHaveLogged("handler");
        _rig.Iterate();
        _rig.ShouldHaveLogged("handler", "coroutine");

        Should.Throw<IOException>(() => hit.Emit(7)).Message.ShouldBe("7");
        hit.Emitted -= Log;
        Should.Throw<IOException>(() => hit.Emit(8));
        _rig.Iterate();
        _rig.ShouldHaveLogged("handler", "coroutine", "handler 7", "coroutine 7");

        IEnumerator<Awaitable> Listen()
        {
            yield return opened.Next();
            _rig.Log("coroutine");
            yield return hit.Next().Into(out var told);
            _rig.Log($"coroutine {told.Result}");
        }

        void Log(int value) => _rig.Log($"handler {value}");
    }

    [Test]
    public void Subscribe_TellsEachValue_InOrder_UntilItIsDisposed()
    {
        CoSignal<int> hit = new("hit"), other = new("other");
        using IDisposable first = hit.Subscribe(other);
        other.Emitted += value => _rig.Log($"other {value}");
        IDisposable second = hit.Subscribe(new Observer(value => _rig.Log($"observer {value}")));

        hit.Emit(1);
        second.Dispose();
        second.Dispose();
        hit.Emit(2);

        _rig.ShouldHaveLogged("other 1", "observer 1", "other 2");
        Should.Throw<ArgumentNullException>(() => hit.Subscribe(null!));
    }

    [Test]
    public void Signal_AsAnObserver_EmitsWhatItIsTold_AndThrowsTheError()
    {
        CoSignal<int> hit = new("hit");
        IObserver<int> observer = hit;
        CoTask<int> task = _rig.Start<int>(Listen());
        _rig.Iterate();
        observer.OnCompleted();
        observer.OnNext(5);
        Should.Throw<IOException>(() => observer.OnError(new IOException("lost")));
        _rig.Iterate();
        task.Result.ShouldBe(5);

        IEnumerator<Awaitable> Listen()
        {
            yield return hit.Next().Into(out var told);
            yield return Return(told.Result);
        }
    }

    private sealed class Observer(Action<int> told) : IObserver<int>
    {
        public void OnNext(int value) => told(value);

        public void OnError(Exception error) => throw new NotSupportedException();

        public void OnCompleted() => throw new NotSupportedException();
    }
}
