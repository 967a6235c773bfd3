using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Sync;

/// <summary>The first of several signals is told, and the others are listened to no more.</summary>
public class FirstOfTests
{
    private readonly FrameRig _rig = new();
    private readonly CoSignal<int> _hit = new("hit");
    private readonly CoSignal _died = new("died");

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void FirstOf_TellsWhichCameFirst_AndListensToTheOthersNoMore()
    {
        var other = new CoSignal<string>("other");
        CoTask task = _rig.Start(Choose());
        _rig.Tick();
        (_hit.Waiters.Count, _died.Waiters.Count, other.Waiters.Count).ShouldBe((1, 1, 1));
        _rig.Scheduler.FormatTasks().ShouldContain("waiting for the first of signal 'hit', signal 'died', signal 'other'");
        other.Emit("text").ShouldBe(1);
        _hit.Emit(1).ShouldBe(0);
        _died.Emit().ShouldBe(0);
        other.Emit("again").ShouldBe(0);
        _rig.Tick();
        task.Exception.ShouldBeNull();
        (_hit.Waiters.Count, _died.Waiters.Count, other.Waiters.Count).ShouldBe((0, 0, 0));
        _rig.ShouldHaveLogged("other False False True text");

        IEnumerator<Awaitable> Choose()
        {
            yield return FirstOf(_hit, _died, other).Into(out var first);
            SignalHit hit = first.Result;
            _rig.Log($"{hit.Signal.Name} {hit.Is(_hit, out _)} {hit.Is(_died)} {hit.Is(other, out string? text)} {text}");
        }
    }

    [Test]
    public void FirstOf_AmongOtherWaiters_KeepsItsPlace()
    {
        _rig.Start(Listen("a", 1));
        _rig.Start(Choose());
        _rig.Start(Listen("c", 1));
        _rig.Tick();
        _hit.Emit(3).ShouldBe(3);
        _rig.Tick();
        _rig.ShouldHaveLogged("0.25 a 3", "0.25 b 3", "0.25 c 3");

        IEnumerator<Awaitable> Choose()
        {
            yield return FirstOf(_died, _hit).Into(out var first);
            first.Result.Is(_hit, out int value).ShouldBeTrue();
            _rig.LogTime($"b {value}");
        }
    }

    [Test]
    public void FirstOf_OfTheSameSignalTwice_CountsOnce()
    {
        _rig.Start(Choose());
        _rig.Tick();
        _hit.Waiters.Count.ShouldBe(1);
        _hit.Emit(1).ShouldBe(1);
        _rig.Tick();
        _rig.ShouldHaveLogged("hit");

        IEnumerator<Awaitable> Choose()
        {
            yield return FirstOf(_hit, _hit, _died, _hit).Into(out var first);
            _rig.Log(first.Result.Signal.Name!);
        }
    }

    [TestCase("before"), TestCase("after"), TestCase("abandoned")]
    public void FirstOf_ThatIsCancelled_LeavesNoWaiterBehind(string when)
    {
        CoTask task = _rig.Start(Choose());
        _rig.Tick();
        if (when == "after")
        {
            _hit.Emit(1).ShouldBe(1);
        }

        if (when == "abandoned")
        {
            _rig.Scheduler.Dispose();
        }
        else
        {
            task.Cancel();
            _hit.Emit(2).ShouldBe(0);
            _died.Emit().ShouldBe(0);
            _rig.Tick();
        }

        task.IsCancelled.ShouldBeTrue();
        (_hit.Waiters.Count, _died.Waiters.Count).ShouldBe((0, 0));
        _rig.ShouldHaveLogged();

        IEnumerator<Awaitable> Choose()
        {
            yield return FirstOf(_hit, _died).Into(out var first);
            _rig.Log(first.Result.Signal.Name!);
        }
    }

    [Test]
    public void FirstOf_WithATimeLimit_LeavesNoWaiterBehind()
    {
        _rig.Start(Choose());
        _rig.Tick(4);
        _rig.ShouldHaveLogged("TimeoutException");
        (_hit.Waiters.Count, _died.Waiters.Count).ShouldBe((0, 0));
        _rig.ShouldBeAtRest();

        IEnumerator<Awaitable> Choose()
        {
            yield return Settle(Limited(), out var outcome);
            _rig.Log(outcome.Exception!.GetType().Name);
        }

        IEnumerator<Awaitable> Limited()
        {
            using (Timeout(0.5))
            {
                yield return FirstOf(_hit, _died);
            }
        }
    }

    [Test]
    public void FirstOf_ThatIsReadTooEarlyOrAwaitedTwice_IsAnError()
    {
        CoTask task = _rig.Start(Twice(), "walker");
        _rig.Tick();
        _hit.Emit(5);
        _rig.Tick();
        task.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe(
            "Twice (task 'walker') awaits the same FirstOf a second time. Make a new one for each wait.");

        IEnumerator<Awaitable> Twice()
        {
            Awaitable<SignalHit> first = FirstOf(_hit, _died);
            Should.Throw<InvalidStateException>(() => first.Result).Message.ShouldContain("None of the signals has come yet");
            yield return first;
            _ = first.Result;
            yield return first;
        }
    }

    [Test]
    public void SignalHit_ThatIsEmpty_SaysSo()
    {
        SignalHit empty = default;
        Should.Throw<InvalidStateException>(() => empty.Signal).Message.ShouldContain("is empty (default)");
        Should.Throw<InvalidStateException>(() => empty.Is(_died));
        Should.Throw<InvalidStateException>(() => empty.Is(_hit, out _));
    }

    [Test]
    public void FirstOf_NothingOrNull_IsRefused()
    {
        Should.Throw<ArgumentException>(() => FirstOf()).Message.ShouldContain("no signal to wait for");
        Should.Throw<ArgumentNullException>(() => FirstOf(null!));
        Should.Throw<ArgumentNullException>(() => FirstOf(_hit, null!));
    }

    [Test]
    public void FirstOf_WithASignalOfAnotherScheduler_IsAnError_AndListensToNone()
    {
        using var other = new Scheduler();
        other.CreateTask(WaitForDeath("theirs"));
        other.Tick(0);
        CoTask task = _rig.Start(Choose(), "walker");
        _rig.Tick();
        task.Exception.ShouldBeOfType<InvalidOperationException>()
            .Message.ShouldContain("signal 'died', which belongs to another scheduler");
        _hit.Waiters.ShouldBeEmpty();

        IEnumerator<Awaitable> Choose()
        {
            yield return FirstOf(_hit, _died);
        }
    }

    [Test]
    public void FirstOf_OfManySignals_HearsEach_AndEachOnlyOnce()
    {
        CoSignal<int>[] signals = [.. Enumerable.Range(0, 100).Select(static i => new CoSignal<int>($"{i}"))];
        _rig.Start(Choose());
        _rig.Tick();
        signals.ShouldAllBe(static signal => signal.Waiters.Count == 1);
        for (int i = 0; i < signals.Length; i++)
        {
            signals[i].Emit(i).ShouldBe(1);
            _rig.Tick();
        }

        _rig.ShouldHaveLogged([.. Enumerable.Range(0, 100).Select(static i => $"{i} {i}")]);

        IEnumerator<Awaitable> Choose()
        {
            while (true)
            {
                yield return FirstOf([.. signals, .. signals.Reverse()]).Into(out var first);
                foreach (CoSignal<int> signal in signals)
                {
                    if (first.Result.Is(signal, out int number))
                    {
                        _rig.Log($"{signal.Name} {number}");
                    }
                }
            }
        }
    }

    [Test]
    public void FirstOf_ThatIsReadLater_HasWhatItWasTold_WhateverIsToldToOthersMeanwhile()
    {
        var named = new CoSignal<string>("named");
        var pair = new CoSignal<(string Name, int Number)>("pair");
        _rig.Start(ChooseThenRead("slow", 5));
        _rig.Start(ChooseThenRead("quick", 0));
        for (int i = 1; i <= 3; i++)
        {
            _rig.Tick();
            _hit.Emit(i);
            _rig.Tick();
            named.Emit($"name {i}");
            _rig.Tick();
            pair.Emit(($"pair {i}", i));
        }

        _rig.Tick(20);
        _rig.ShouldHaveLogged(
            "quick 1 name 1 (pair 1, 1)", "quick 2 name 2 (pair 2, 2)", "quick 3 name 3 (pair 3, 3)", "slow 1 name 1 (pair 1, 1)");

        IEnumerator<Awaitable> ChooseThenRead(string who, double delay)
        {
            while (true)
            {
                yield return FirstOf(_hit, _died).Into(out var first);
                yield return FirstOf(named, _died).Into(out var second);
                yield return FirstOf(pair, _died).Into(out var third);
                yield return delay > 0 ? Sleep(delay) : NextPhase(FramePhase.Update);
                first.Result.Is(_hit, out int number).ShouldBeTrue();
                second.Result.Is(named, out string? name).ShouldBeTrue();
                third.Result.Is(pair, out (string, int) told).ShouldBeTrue();
                _rig.Log($"{who} {number} {name} {told}");
            }
        }
    }

    [Test]
    public void SignalHit_OfAnyType_TellsTheSameHoweverOftenAndLateItIsRead()
    {
        Check(true, false);
        Check('a', char.MaxValue);
        Check(sbyte.MinValue, (sbyte)-1);
        Check(byte.MaxValue, (byte)0);
        Check(short.MinValue, (short)-1);
        Check(ushort.MaxValue, (ushort)1);
        Check(int.MinValue, -1);
        Check(uint.MaxValue, 1u);
        Check(long.MinValue, -1L);
        Check(ulong.MaxValue, 1ul);
        Check(-0.0f, float.NaN);
        Check(double.MinValue, double.NaN);
        Check(decimal.MaxValue, 0m);
        Check(DayOfWeek.Friday, DayOfWeek.Sunday);
        Check("text", null);
        Check((1, "pair"), default);
        Check<int?>(null, 5);

        void Check<T>(T one, T other)
        {
            var signal = new CoSignal<T>();
            List<SignalHit> hits = [];
            _rig.Start(Choose());
            _rig.Tick();
            foreach (T value in (T[])[one, other])
            {
                signal.Emit(value).ShouldBe(1);
                _rig.Tick();
            }

            for (int i = 0; i < 2; i++)
            {
                hits.Select(hit => (hit.Is(signal, out T? value), value)).ShouldBe([(true, one), (true, other)]);
            }

            IEnumerator<Awaitable> Choose()
            {
                while (true)
                {
                    yield return FirstOf(_died, signal).Into(out var first);
                    hits.Add(first.Result);
                }
            }
        }
    }

    [Test]
    public void FirstOf_CopyThatIsReadAfterAnotherWait_IsAnError_AndNeverItsResult()
    {
        CoTask task = _rig.Start(Choose());
        _rig.Tick();
        _hit.Emit(1);
        _rig.Tick();
        _hit.Emit(2);
        _rig.Tick();
        task.Exception.ShouldBeOfType<InvalidStateException>().Message.ShouldStartWith("The result of this FirstOf is gone");

        IEnumerator<Awaitable> Choose()
        {
            Awaitable<SignalHit> first = FirstOf(_hit, _died);
            Awaitable<SignalHit> copy = first;
            yield return first;
            first.Result.Is(_hit, out int number).ShouldBeTrue();
            yield return FirstOf(_hit, _died).Into(out var second);
            _ = second.Result;
            first.Result.Signal.ShouldBe(_hit);
            number.ShouldBe(1);
            _ = copy.Result;
        }
    }

    [Test]
    public void FirstOf_SeveralMadeBeforeOneIsAwaited_AreWaitsOfTheirOwn()
    {
        _rig.Start(Choose());
        _rig.Tick();
        _died.Emit();
        _rig.Tick();
        _hit.Emit(7);
        _rig.Tick();
        _rig.ShouldHaveLogged("died", "hit");

        IEnumerator<Awaitable> Choose()
        {
            yield return Settle(Cancelled(), out _, includeCancellation: true);
            Awaitable<SignalHit> first = FirstOf(_hit, _died);
            Awaitable<SignalHit> second = FirstOf(_died, _hit);
            yield return second;
            _rig.Log(second.Result.Signal.Name!);
            yield return first;
            _rig.Log(first.Result.Signal.Name!);
        }

        IEnumerator<Awaitable> Cancelled()
        {
            CoTask.Current!.Cancel();
            yield return FirstOf(_hit, _died);
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
