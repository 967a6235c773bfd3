using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Sync;

/// <summary>A signal lets all go on who wait for it, in order, and tells each what it was emitted with.</summary>
public class SignalTests
{
    private readonly FrameRig _rig = new();
    private readonly CoSignal<int> _hit = new("hit");
    private readonly CoSignal _died = new("died");

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Emit_WakesAllThatWait_InTheOrderInWhichTheyBegan_InTheSameFrame()
    {
        _rig.Start(Listen("a", 1));
        _rig.Start(WaitForDeath("b"));
        _rig.Start(Listen("c", 1));
        _rig.Tick();
        _hit.Waiters.Count.ShouldBe(2);
        _rig.Scheduler.CallLater(0.1, () => _rig.Log($"{_hit.Emit(7)} {_died.Emit()}"));
        _rig.Tick();
        _rig.ShouldHaveLogged("2 1", "0.35 a 7", "0.35 c 7", "0.35 b");
    }

    [Test]
    public void Emit_WithNobodyWaiting_IsMissed()
    {
        _hit.Emit(1).ShouldBe(0);
        _died.Emit().ShouldBe(0);
        _rig.Start(Listen("a", 1));
        _rig.Tick();
        _rig.ShouldHaveLogged();
        _hit.Emit(2).ShouldBe(1);
        _rig.Tick();
        _rig.ShouldHaveLogged("0.25 a 2");
    }

    [Test]
    public void Emit_TwiceBeforeTheStep_TellsTheFirst()
    {
        _rig.Start(Listen("a", 2));
        _rig.Tick();
        _hit.Emit(1).ShouldBe(1);
        _hit.Emit(2).ShouldBe(0);
        _rig.Tick();
        _rig.ShouldHaveLogged("0.25 a 1");
        _hit.Emit(3);
        _rig.Tick();
        _rig.ShouldHaveLogged("0.5 a 3");
    }

    [Test]
    public void Emit_ByOneWhoWasWoken_ReachesThoseWhoWaitAgainByThen()
    {
        int count = 0;
        _rig.Start(Echo());
        _rig.Start(Listen("b", 3));
        _rig.Tick();
        _hit.Emit(1);
        _rig.Tick();
        _rig.ShouldHaveLogged("0.25 a 1: 0", "0.25 b 1", "0.25 a 2: 1", "0.25 b 2", "0.25 a 3: 1", "0.25 b 3");

        // Its own emission comes too early for itself, and in the next iteration both wait again.
        IEnumerator<Awaitable> Echo()
        {
            while (true)
            {
                yield return _hit.Next().Into(out var number);
                if (++count < 3)
                {
                    int next = number.Result + 1;
                    _rig.Scheduler.CallSoon(() => _hit.Emit(next));
                }

                _rig.LogTime($"a {number.Result}: {_hit.Emit(100) + (count > 1 ? 1 : 0)}");
            }
        }
    }

    [Test]
    public void Cancel_OfOneWhoWaits_LeavesNoTrace()
    {
        CoTask task = _rig.Start(Listen("a", 1));
        CoTask other = _rig.Start(WaitForDeath("b"));
        _rig.Tick();
        task.Cancel();
        other.Cancel();
        _hit.Emit(1).ShouldBe(0);
        _died.Emit().ShouldBe(0);
        _rig.Tick();
        _rig.ShouldHaveLogged();
        (_hit.Waiters.Count, _died.Waiters.Count).ShouldBe((0, 0));
        _rig.ShouldBeAtRest();
    }

    [Test]
    public void Cancel_AfterTheEmission_ReplacesIt()
    {
        CoTask task = _rig.Start(Listen("a", 1));
        _rig.Start(Listen("b", 1));
        _rig.Tick();
        _hit.Emit(1).ShouldBe(2);
        task.Cancel();
        _rig.Tick();
        _rig.ShouldHaveLogged("0.25 b 1");
        task.IsCancelled.ShouldBeTrue();
        _hit.Waiters.ShouldBeEmpty();
    }

    [Test]
    public void Next_ThatIsReadTooEarlyOrAwaitedTwice_IsAnError()
    {
        CoTask task = _rig.Start(Twice(), "walker");
        _rig.Tick();
        _hit.Emit(5);
        _rig.Tick();
        task.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("Twice (task 'walker')");

        IEnumerator<Awaitable> Twice()
        {
            Awaitable<int> next = _hit.Next();
            Should.Throw<InvalidStateException>(() => next.Result);
            yield return next;
            yield return next;
        }
    }

    [Test]
    public void Signal_SaysWhatItIs()
    {
        _rig.Start(Listen("a", 1), "listener");
        _rig.Tick();
        _hit.ToString().ShouldBe("signal 'hit' [1 waiting]");
        new CoSignal().ToString().ShouldBe("a signal [nobody waiting]");
        _rig.Scheduler.FormatTasks().ShouldBe("listener (Waiting) Listen: waiting for signal 'hit'\n");
    }

    [Test]
    public void Emit_OnAnotherThreadWhileItRuns_IsRefused()
    {
        _rig.Start(Listen("a", 1));
        _rig.Start(WaitForDeath("b"));
        _rig.Tick();
        _rig.Scheduler.CallSoon(() =>
        {
            var thread = new Thread(() =>
            {
                Should.Throw<InvalidOperationException>(() => _hit.Emit(1)).Message.ShouldContain("another thread");
                Should.Throw<InvalidOperationException>(() => _died.Emit()).Message.ShouldContain("another thread");
                _rig.Log("refused");
            });
            thread.Start();
            thread.Join();
        });
        _rig.Tick();
        _rig.ShouldHaveLogged("refused");
    }

    [Test]
    public void Emit_FromAnywhere_InRandomPrograms_NeverLosesOrDoublesAWake([Values(1, 2, 3, 4)] int seed)
    {
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        int told = 0;
        int heard = 0;
        var tasks = new List<CoTask>();
        for (int i = 0; i < 50; i++)
        {
            tasks.Add(_rig.Start(Hear()));
        }

        for (int frame = 0; frame < 2000; frame++)
        {
            if (random.Next(3) == 0)
            {
                int index = random.Next(tasks.Count);
                tasks[index].Cancel();
                tasks[index] = _rig.Start(Hear());
            }

            told += random.Next(2) == 0 ? _hit.Emit(frame) : _died.Emit();
            _rig.Tick(seconds: 0.01);
        }

        _rig.Tick(10);
        heard.ShouldBe(told);
        heard.ShouldBeGreaterThan(20_000);
        foreach (CoTask task in tasks)
        {
            task.Cancel();
        }

        _rig.Tick();
        (_hit.Waiters.Count, _died.Waiters.Count).ShouldBe((0, 0));

        IEnumerator<Awaitable> Hear()
        {
            while (true)
            {
                yield return Await(HearOne());
                heard++;
                if (random.Next(4) == 0)
                {
                    yield return Sleep(random.NextDouble() / 20);
                }
            }
        }

        IEnumerator<Awaitable> HearOne()
        {
            yield return random.Next(3) switch
            {
                0 => _hit.Next(),
                1 => _died.Next(),
                _ => FirstOf(_hit, _died),
            };
        }
    }

    private IEnumerator<Awaitable> Listen(string name, int times)
    {
        for (int i = 0; i < times; i++)
        {
            yield return _hit.Next().Into(out var number);
            _rig.LogTime($"{name} {number.Result}");
        }
    }

    private IEnumerator<Awaitable> WaitForDeath(string name)
    {
        yield return _died.Next();
        _rig.LogTime(name);
    }
}
