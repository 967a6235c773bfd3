using static Coroutines.Awaitable;

namespace Coroutines.Tests.Threads;

/// <summary>A coroutine waits for an event or an observable of .NET's, and lets it go in whichever way the wait ends.</summary>
public sealed class FromEventTests
{
    private readonly Rig _rig = new();

    private event Action? Opened;

    private event Action<int>? Hit;

    private event EventHandler<string>? Said;

    private event Chance? Tried;

    private delegate void Chance(object sender, int of, int times);

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void FromEvent_GoesOnWithWhatTheEventTells_AndListensNoMore()
    {
        CoTask task = _rig.Start(Main());
        _rig.Iterate(3);
        Opened!();
        Opened!();
        _rig.Iterate(3);
        _rig.ShouldHaveLogged("opened");
        Opened.ShouldBeNull();
        Hit!(30);
        _rig.Iterate(3);
        Hit.ShouldBeNull();
        Said!(this, "hello");
        _rig.Iterate(3);
        Tried!(this, 3, 4);
        _rig.Iterate(3);
        Tried.ShouldBeNull();
        _rig.ShouldHaveLogged("opened", "hit 30", "said hello", "tried 12");
        task.IsDone.ShouldBeTrue();

        IEnumerator<Awaitable> Main()
        {
            yield return FromEvent(h => Opened += h, h => Opened -= h);
            _rig.Log("opened");
            yield return FromEvent<int>(h => Hit += h, h => Hit -= h).Into(out var damage);
            _rig.Log($"hit {damage.Result}");
            yield return FromEvent<string>(h => Said += h, h => Said -= h).Into(out var word);
            _rig.Log($"said {word.Result}");
            yield return FromEvent<Chance, int>(tell => (_, of, times) => tell(of * times), h => Tried += h, h => Tried -= h).Into(out var tried);
            _rig.Log($"tried {tried.Result}");
        }
    }

    [Test]
    public void FromEvent_ThatIsCancelled_LetsTheEventGo()
    {
        CoTask task = _rig.Start(Main());
        _rig.Iterate(3);
        Hit.ShouldNotBeNull();
        Action<int> raise = Hit!;
        task.Cancel();
        _rig.Iterate(3);
        Hit.ShouldBeNull();
        task.IsCancelled.ShouldBeTrue();
        raise(1);
        _rig.Iterate(3);

        IEnumerator<Awaitable> Main()
        {
            yield return FromEvent<int>(h => Hit += h, h => Hit -= h);
        }
    }

    [Test]
    public void FromEvent_WhoseTimeIsUp_LetsTheEventGo()
    {
        _rig.Run(Main());
        _rig.ShouldHaveLogged("TimeoutException");
        Opened.ShouldBeNull();

        IEnumerator<Awaitable> Main()
        {
            yield return Settle(WaitFor(FromEvent(h => Opened += h, h => Opened -= h), 5), out Outcome outcome);
            _rig.Log(outcome.Exception!.GetType().Name);
        }
    }

    [Test]
    public void FromEvent_RaisedOnAnotherThread_GoesOnOnTheLoops()
    {
        CoTask<int> task = _rig.Start<int>(Main());
        _rig.Iterate(3);
        int thread = 0;
        var other = new Thread(() => Hit!(Environment.CurrentManagedThreadId));
        other.Start();
        other.Join();
        _rig.Iterate(3);
        task.Result.ShouldBe(other.ManagedThreadId);
        thread.ShouldBe(Environment.CurrentManagedThreadId);

        IEnumerator<Awaitable> Main()
        {
            yield return FromEvent<int>(h => Hit += h, h => Hit -= h).Into(out var told);
            thread = Environment.CurrentManagedThreadId;
            yield return Return(told.Result);
        }
    }

    [Test]
    public void FromEvent_RaisedInAStep_GoesOnInTheNextIteration_BeforeWhoYieldsAfterwards()
    {
        _rig.Run(Main());
        _rig.ShouldHaveLogged("raised", "opened", "an iteration later");

        IEnumerator<Awaitable> Main()
        {
            CreateTask(Listen());
            yield return null;
            Opened!();
            _rig.Log("raised");
            yield return null;
            _rig.Log("an iteration later");
        }

        IEnumerator<Awaitable> Listen()
        {
            yield return FromEvent(h => Opened += h, h => Opened -= h);
            _rig.Log("opened");
        }
    }

    [Test]
    public void FromEvent_BetweenTwoTicks_GoesOnInTheNextOne()
    {
        CoTask task = _rig.Start(Main());
        _rig.Scheduler.Tick(0.25);
        Opened!();
        _rig.Scheduler.Tick(0.25);
        task.IsDone.ShouldBeTrue();

        IEnumerator<Awaitable> Main()
        {
            yield return FromEvent(h => Opened += h, h => Opened -= h);
        }
    }

    [Test]
    public void FromEvent_WithoutOneOfThem_IsRefused()
    {
        Should.Throw<ArgumentNullException>(() => FromEvent(null!, _ => { })).ParamName.ShouldBe("add");
        Should.Throw<ArgumentNullException>(() => FromEvent((Action _) => { }, null!)).ParamName.ShouldBe("remove");
        Should.Throw<ArgumentNullException>(() => FromEvent((Action<Action<int>>)null!, _ => { })).ParamName.ShouldBe("add");
        Should.Throw<ArgumentNullException>(() => FromEvent((Action<Action<int>>)(_ => { }), null!)).ParamName.ShouldBe("remove");
        Should.Throw<ArgumentNullException>(() => FromEvent((Action<EventHandler<int>>)null!, _ => { })).ParamName.ShouldBe("add");
        Should.Throw<ArgumentNullException>(() => FromEvent((Action<EventHandler<int>>)(_ => { }), null!)).ParamName.ShouldBe("remove");
        Should.Throw<ArgumentNullException>(() => FromEvent<Chance, int>(null!, _ => { }, _ => { })).ParamName.ShouldBe("convert");
        Should.Throw<ArgumentNullException>(() => FromEvent<Chance, int>(tell => (_, of, _) => tell(of), null!, _ => { })).ParamName.ShouldBe("add");
        Should.Throw<ArgumentNullException>(() => FromEvent<Chance, int>(tell => (_, of, _) => tell(of), _ => { }, null!)).ParamName.ShouldBe("remove");
        Should.Throw<ArgumentNullException>(() => FromObservable<int>(null!)).ParamName.ShouldBe("source");
    }

    [Test]
    public void FromObservable_GivesTheFirst_AndLetsGo()
    {
        var source = new Source();
        CoTask<int> task = _rig.Start<int>(First(source));
        _rig.Iterate(3);
        source.Observer!.OnNext(1);
        source.Observer!.OnNext(2);
        _rig.Iterate(3);
        task.Result.ShouldBe(1);
        source.Observer.ShouldBeNull();
    }

    [Test]
    public void FromObservable_ThatIsCancelled_LetsGo()
    {
        var source = new Source();
        CoTask<int> task = _rig.Start<int>(First(source));
        _rig.Iterate(3);
        task.Cancel();
        _rig.Iterate(3);
        task.IsCancelled.ShouldBeTrue();
        source.Observer.ShouldBeNull();
    }

    [Test]
    public void FromObservable_ThatFailsOrIsEmpty_Fails([Values] bool fails)
    {
        var source = new Source();
        CoTask<int> task = _rig.Start<int>(First(source));
        _rig.Iterate(3);
        if (fails)
        {
            source.Observer!.OnError(new IOException("lost"));
        }
        else
        {
            source.Observer!.OnCompleted();
        }

        _rig.Iterate(3);
        task.Exception!.Message.ShouldBe(fails ? "lost" : "The observable has completed without having told anything.");
        source.Observer.ShouldBeNull();
    }

    private static IEnumerator<Awaitable> First(IObservable<int> source)
    {
        yield return FromObservable(source).Into(out var first);
        yield return Return(first.Result);
    }

    private sealed class Source : IObservable<int>, IDisposable
    {
        internal IObserver<int>? Observer { get; private set; }

        public IDisposable Subscribe(IObserver<int> observer)
        {
            Observer = observer;
            return this;
        }

        public void Dispose() => Observer = null;
    }
}
