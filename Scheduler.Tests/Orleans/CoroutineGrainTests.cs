using static Coroutines.Tests.Orleans.TestSilos;

namespace Coroutines.Tests.Orleans;

/// <summary>Calls of grains on two silos, which run as coroutines.</summary>
public sealed class CoroutineGrainTests
{
    private TestSilos _silos = null!;

    [OneTimeSetUp]
    public void StartSilos() => _silos = new TestSilos();

    [OneTimeTearDown]
    public void StopSilos() => _silos.Dispose();

    [Test]
    public void Call_GivesItsResult_AlsoWhereItAsksAGrainOfTheOtherSilo()
    {
        _silos.Place<IClosedGrain>("adder", silo: 1);
        IClosedGrain asker = _silos.Place<IClosedGrain>("asker", silo: 0);
        Ask(asker.Add(1, 2)).ShouldBe(3);
        Ask(asker.AddThere("adder", 3, 4)).ShouldBe(7);
        Ask(asker.AddByItself(5, 6)).ShouldBe(11);
        Ask(asker.AddAtOnce(7, 8)).ShouldBe(15);
    }

    [Test]
    public void Coroutine_RunsOnTheTurnsOfItsGrain_WhateverWakesIt()
    {
        IClosedGrain grain = _silos.Place<IClosedGrain>("at home", silo: 1);
        Ask(grain.LookWhereItRuns()).ShouldBe([("call", true), ("timer", true), ("frame", true), ("thread", true)]);
    }

    [Test]
    public void WhatAwaitsACall_DoesNotRunInAStep()
    {
        IClosedGrain grain = _silos.Place<IClosedGrain>("awaited", silo: 0);
        Ask(grain.ContinuesInAStep()).ShouldBeFalse();
    }

    [Test]
    public void Calls_OfAGrain_ComeOneAfterTheOther()
    {
        IClosedGrain grain = _silos.Place<IClosedGrain>("closed", silo: 0);
        Task first = grain.Nap("first", 0.05);
        _silos.WaitFor("closed", "first sleeps");
        Do(Task.WhenAll(first, grain.Nap("second", 0.001)));
        _silos.Journal.LinesOf("closed").ShouldBe(["activated", "first sleeps", "first wakes", "second sleeps", "second wakes"]);
    }

    [Test]
    public void Calls_OfAReentrantGrain_Interleave()
    {
        IOpenGrain grain = _silos.Place<IOpenGrain>("open", silo: 1);
        Task first = grain.Pass("first");
        _silos.WaitFor("open", "first waits");
        Task second = grain.Pass("second");
        _silos.WaitFor("open", "second waits");
        Do(grain.Open());
        Do(Task.WhenAll(first, second));
        _silos.Journal.LinesOf("open").ShouldBe(["activated", "first waits", "second waits", "open", "first passes", "second passes"]);
    }

    [Test]
    public void CallThatFailsOrIsCancelled_LeavesTheOthersAlone()
    {
        IOpenGrain grain = _silos.Place<IOpenGrain>("busy", silo: 1);
        using var source = new CancellationTokenSource();
        Task call = grain.Pass("it");
        Task cancelled = grain.Hang(source.Token);
        _silos.WaitFor("busy", "it waits");
        _silos.WaitFor("busy", "hangs");
        Should.Throw<IOException>(() => Do(grain.Fail(typeof(IOException).FullName!, "lost")));
        source.Cancel();
        _silos.WaitFor("busy", "cleaned up");
        Should.Throw<OperationCanceledException>(() => Do(cancelled));
        Do(grain.Open());
        Do(call);
    }

    [Test]
    public void Sleep_EndsWithoutAnyOtherCall()
    {
        IClosedGrain grain = _silos.Place<IClosedGrain>("sleeper", silo: 1);
        Do(grain.Nap("it", 0.2));
        _silos.Journal.LinesOf("sleeper").ShouldBe(["activated", "it sleeps", "it wakes"]);
    }

    [Test]
    public void Sleep_OfMonths_TakesNoTurns()
    {
        IOpenGrain grain = _silos.Place<IOpenGrain>("idle", silo: 1);
        Task nap = grain.Nap("it", TimeSpan.FromDays(100).TotalSeconds);
        _silos.WaitFor("idle", "it sleeps");
        int before = Ask(grain.Turns());
        Thread.Sleep(1000);

        // Those of timers that were set before may be among them.
        (Ask(grain.Turns()) - before).ShouldBeLessThan(5);
        Do(grain.Leave("That is enough."));
        Should.Throw<GrainDeactivatedException>(() => Do(nap));
    }

    [Test]
    public void Sleep_AfterAPause_IsAsLongAsItSays()
    {
        IClosedGrain grain = _silos.Place<IClosedGrain>("rested", silo: 0);

        // The loop of the grain has nothing to do for longer than the sleep takes.
        Thread.Sleep(500);
        Ask(grain.MeasureNap(0.3)).ShouldBeGreaterThanOrEqualTo(Exactly(0.3));
    }

    [Test]
    public void Sleep_AfterAnAnswerThatTookLong_IsAsLongAsItSays()
    {
        IClosedGrain grain = _silos.Place<IClosedGrain>("patient", silo: 0);
        Task<double> slept = grain.AnswerThenNap(0.3);

        // The loop of the grain has nothing to do for longer than the sleep takes.
        Thread.Sleep(500);
        Do(grain.Answer());
        Ask(slept).ShouldBeGreaterThanOrEqualTo(Exactly(0.3));
    }

    [Test]
    public void TimeLimit_EndsACall()
    {
        IClosedGrain grain = _silos.Place<IClosedGrain>("limited", silo: 1);
        Should.Throw<TimeoutException>(() => Do(grain.WaitForever(limit: 0.05)));
        Ask(grain.Add(1, 1)).ShouldBe(2);
    }

    [Test]
    public void CancellationTokenOfACall_CancelsTheCoroutine_AndItsCleanUpRuns()
    {
        IClosedGrain grain = _silos.Place<IClosedGrain>("cancelled", silo: 1);
        using var source = new CancellationTokenSource();
        Task call = grain.Hang(source.Token);
        _silos.WaitFor("cancelled", "hangs");
        source.Cancel();
        Should.Throw<OperationCanceledException>(() => Do(call));
        _silos.WaitFor("cancelled", "cleaned up");
        Ask(grain.Add(1, 1)).ShouldBe(2);
        _silos.Journal.LinesOf("cancelled").ShouldBe(["activated", "hangs", "finally", "cleaned up"]);
    }

    [Test]
    public void CancellationTokenThatWasCancelledBefore_BeginsNothing()
    {
        IClosedGrain grain = _silos.Place<IClosedGrain>("late", silo: 0);
        Ask(grain.HangCancelled()).ShouldBeTrue();
        Ask(grain.Add(1, 1)).ShouldBe(2);
        _silos.Journal.LinesOf("late").ShouldBe(["activated"]);
    }

    [Test]
    public void GrainThatCannotBegin_TellsItsCaller()
    {
        IClosedGrain grain = _silos.Get<IClosedGrain>(WorkGrain.Unlucky);
        Should.Throw<Exception>(() => Ask(grain.Add(1, 1))).ToString().ShouldContain("There is no state.");
    }

    [Test]
    public void RequestContext_IsThatOfTheCaller()
    {
        IClosedGrain grain = _silos.Place<IClosedGrain>("contextual", silo: 0);
        RequestContext.Set("caller", "ann");
        Task<string?> ann = grain.Caller();
        RequestContext.Set("caller", "bob");
        Task<string?> bob = grain.Caller();
        RequestContext.Remove("caller");
        Ask(Task.WhenAll(ann, bob, grain.Caller())).ShouldBe(["ann", "bob", null]);
    }

    [Test]
    public void TaskThatACallLeavesBehind_GoesOn_AndItsFailureIsLogged()
    {
        IClosedGrain grain = _silos.Place<IClosedGrain>("failing", silo: 0);
        Do(grain.BeginLoop(fails: true));
        _silos.WaitForLog("nobody waits for it");
        Ask(grain.Add(1, 1)).ShouldBe(2);
    }

    [Test]
    public void TaskThatNeverComesToRest_IsLogged_AndCallsGoOn()
    {
        IClosedGrain grain = _silos.Place<IClosedGrain>("spinning", silo: 1);
        Do(grain.BeginRunaway());
        _silos.WaitForLog("The coroutines of a grain do not come to rest");
        Ask(grain.Add(1, 1)).ShouldBe(2);
        Do(grain.Leave("That is enough."));
        _silos.WaitFor("spinning", "deactivated: ApplicationRequested");
    }

    [Test]
    public void Room_HasItsFrames_WhichTogetherAreItsTime()
    {
        IRoomGrain room = _silos.Get<IRoomGrain>("room");
        Do(room.WaitForFrame(10));
        (int frames, double sum, double time) = Ask(room.Look());
        frames.ShouldBeGreaterThanOrEqualTo(10);
        sum.ShouldBe(time, 1e-9);

        // In between, neither calls nor turns make it go faster.
        Do(Task.WhenAll(Enumerable.Range(0, 100).Select(_ => room.Look())));
        Do(room.Rest(turns: 100));
        Do(room.WaitForFrame(frames + 10));
        (frames, sum, time) = Ask(room.Look());
        sum.ShouldBe(time, 1e-9);
        frames.ShouldBeLessThanOrEqualTo((int)(time / RoomGrain.Frame) + 1);
    }

    // The time of a turn is that of its beginning: by so much, microseconds, a sleep may have begun before it was asked for.
    private static double Exactly(double seconds) => seconds - 0.01;
}
