namespace Coroutines.Exercises;

/// <summary>The same tests for the loop that you write and for the library's.</summary>
[Exercise(17)]
[TestFixture(typeof(MiniLoop))]
[TestFixture(typeof(LibraryLoop))]
public sealed class MiniLoopTests<TLoop>
    where TLoop : IEventLoop, new()
{
    private readonly TLoop _loop = new();
    private readonly Printout _printout = new();

    [Test, Order(1)]
    public void CallSoon_CallsInTheOrderGiven()
    {
        _loop.CallSoon(() => Print("a"));
        _loop.CallSoon(() => Print("b"));
        _loop.CallSoon(() => Print("c"));
        _printout.ShouldRead([], "CallSoon only notes what is to be called; Run calls it.");

        _loop.Run();

        _printout.ShouldRead(["0.0 s  a", "0.0 s  b", "0.0 s  c"], "First come, first served. Run calls all of them, and returns.");
    }

    [Test, Order(2)]
    public void CallSoon_FromACallback_ComesAfterThoseWhoWaitAlready()
    {
        _loop.CallSoon(() =>
        {
            Print("a");
            _loop.CallSoon(() => Print("from a"));
        });
        _loop.CallSoon(() => Print("b"));

        _loop.Run();

        _printout.ShouldRead(
            ["0.0 s  a", "0.0 s  b", "0.0 s  from a"],
            "What a callback adds is called in the next round, and is not lost.");
    }

    [Test, Order(3)]
    public void CallLater_CallsAtItsTime()
    {
        _loop.CallLater(3.0, () => Print("three"));
        _loop.CallLater(1.0, () => Print("one"));
        _loop.CallLater(2.5, () => Print("two and a half"));

        _loop.Run();

        _printout.ShouldRead(
            ["1.0 s  one", "2.5 s  two and a half", "3.0 s  three"],
            "When nothing is ready, Time jumps to the next timer; the earliest comes first.");
    }

    [Test, Order(4)]
    public void CallLater_AtTheSameTime_KeepsTheOrder()
    {
        foreach (string name in new[] { "a", "b", "c", "d", "e" })
        {
            _loop.CallLater(1.0, () => Print(name));
        }

        _loop.Run();

        _printout.ShouldRead(
            ["1.0 s  a", "1.0 s  b", "1.0 s  c", "1.0 s  d", "1.0 s  e"],
            "All five are due at 1.0 s: they are called in the order in which they were set.");
    }

    [Test, Order(5)]
    public void CallLater_FromACallback_CountsFromThatMoment()
    {
        _loop.CallLater(1.0, () =>
        {
            Print("first");
            _loop.CallLater(1.0, () => Print("second"));
            _loop.CallSoon(() => Print("soon"));
        });

        _loop.Run();

        _printout.ShouldRead(
            ["1.0 s  first", "1.0 s  soon", "2.0 s  second"],
            "The second timer is set at 1.0 s, for one second. What is ready runs before Time goes on.");
    }

    [Test, Order(6)]
    public void ATimerThatIsDue_IsNotHeldUpByCallbacksThatAddMore()
    {
        _loop.CallSoon(() =>
        {
            Print("link 1");
            _loop.CallLater(0.0, () => Print("timer"));
            Chain(2);
        });

        _loop.Run();

        _printout.ShouldRead(
            ["0.0 s  link 1", "0.0 s  link 2", "0.0 s  timer", "0.0 s  link 3", "0.0 s  link 4"],
            "Each link adds the next with CallSoon; the first also sets a timer of 0 s. It is due in the next round, after what is ready "
            + "already. Timers are looked at in each round, not only when nothing else is ready.");

        void Chain(int link) => _loop.CallSoon(() =>
        {
            Print($"link {link}");
            if (link < 4)
            {
                Chain(link + 1);
            }
        });
    }

    [Test, Order(7)]
    public void TimersThatAreDue_AllComeInTheSameRound()
    {
        _loop.CallLater(1.0, () =>
        {
            Print("a");
            _loop.CallSoon(() => Print("from a"));
        });
        _loop.CallLater(1.0, () => Print("b"));

        _loop.Run();

        _printout.ShouldRead(
            ["1.0 s  a", "1.0 s  b", "1.0 s  from a"],
            "Both timers are due at 1.0 s. Both are moved to the ready queue in the same round, so b comes before what a adds.");
    }

    private void Print(string line) => _printout.Write(FormattableString.Invariant($"{_loop.Time:0.0} s  {line}"));
}
