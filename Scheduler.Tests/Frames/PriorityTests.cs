using static Coroutines.Awaitable;

namespace Coroutines.Tests.Frames;

/// <summary>Within a phase the highest priority goes first, and equal ones in the order in which they wait.</summary>
public class PriorityTests
{
    private static readonly FramePhase _late = new("late");

    private readonly FrameRig _rig = new(FramePhase.Update, _late);

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Priority_OfEquals_KeepsTheirOrder([Values(0, 7, -3)] int priority)
    {
        for (int i = 0; i < 40; i++)
        {
            _rig.Start(EachUpdate($"{i}")).Priority = priority;
        }

        _rig.Tick(10);
        string[] order = [.. Enumerable.Range(0, 40).Select(i => $"{i}")];
        _rig.ShouldHaveLogged([.. Enumerable.Repeat(order, 9).SelectMany(frame => frame)]);
    }

    [Test]
    public void Priority_HighestFirst_StableAmongEquals_InEachPhase()
    {
        (string, int)[] tasks = [("a", 0), ("b", 1), ("c", -1), ("d", 1), ("e", int.MaxValue), ("f", int.MinValue), ("g", 0)];
        foreach ((string name, int priority) in tasks)
        {
            _rig.Start(EachUpdate(name)).Priority = priority;
            _rig.Start(Late(name.ToUpperInvariant())).Priority = priority;
        }

        _rig.Tick(2);
        string.Concat(_rig.Trace).ShouldBe("EBDAGCF" + "ebdagcf" + "EBDAGCF");

        IEnumerator<Awaitable> Late(string name)
        {
            while (true)
            {
                yield return NextPhase(_late);
                _rig.Log(name);
            }
        }
    }

    [Test]
    public void Priority_ChangedWhileItWaits_CountsWhenThePhaseBegins()
    {
        CoTask a = _rig.Start(EachUpdate("a"));
        CoTask b = _rig.Start(EachUpdate("b"));
        _rig.Tick(2);
        b.Priority = 5;
        _rig.Tick();
        a.Priority = 5;
        _rig.Tick();
        (a.Priority, b.Priority).ShouldBe((5, 5));
        string.Concat(_rig.Trace).ShouldBe("abbaba");
    }

    [Test]
    public void Priority_OfThoseWhoCountedFrames_CountsAmongTheOthers()
    {
        _rig.Start(Frames("frames"));
        _rig.Start(EachUpdate("a")).Priority = 1;
        _rig.Start(EachUpdate("b"));
        _rig.Tick(3);
        _rig.ShouldHaveLogged("a", "b", "a", "frames", "b");

        IEnumerator<Awaitable> Frames(string name)
        {
            yield return WaitFrames(2);
            _rig.Log(name);
        }
    }

    [Test]
    public void Priority_OfThoseWokenByATimerOrAFuture_HasNoSay()
    {
        var future = new Future(_rig.Scheduler);
        _rig.Start(Woken("a", future));
        _rig.Start(Woken("b", future)).Priority = 9;
        _rig.Start(Woken("c", Sleep(0.1)));
        _rig.Start(Woken("d", Sleep(0.1))).Priority = 9;
        _rig.Tick(seconds: 0);
        future.SetResult();
        _rig.Tick();
        _rig.ShouldHaveLogged("a", "b", "c", "d");

        IEnumerator<Awaitable> Woken(string name, Awaitable wait)
        {
            yield return wait;
            _rig.Log(name);
        }
    }

    [Test]
    public void Priority_FromAnotherThreadWhileItRuns_IsRefused()
    {
        CoTask task = _rig.Start(EachUpdate("a"));
        _rig.Scheduler.CallSoon(() =>
        {
            var thread = new Thread(() => Should.Throw<InvalidOperationException>(() => task.Priority = 1));
            thread.Start();
            thread.Join();
        });
        _rig.Tick();
        task.Priority.ShouldBe(0);
    }

    private IEnumerator<Awaitable> EachUpdate(string name)
    {
        while (true)
        {
            yield return null;
            _rig.Log(name);
        }
    }
}
