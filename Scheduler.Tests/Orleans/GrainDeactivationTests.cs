using static Coroutines.Tests.Orleans.TestSilos;

namespace Coroutines.Tests.Orleans;

/// <summary>What becomes of coroutines when their grain is deactivated, or its silo stops or dies.</summary>
public sealed class GrainDeactivationTests
{
    [Test]
    public void DeactivateNow_CancelsACallThatRuns_AndTellsItsCaller()
    {
        using var silos = new TestSilos();
        IClosedGrain grain = silos.Place<IClosedGrain>("grain", silo: 1);
        Task call = grain.Hang();
        silos.WaitFor("grain", "hangs");
        Do(grain.Leave("The room is closed."));
        string message = Should.Throw<GrainDeactivatedException>(() => Do(call)).Message;
        message.ShouldStartWith("The call was cancelled: grain closed/grain is being deactivated.");
        message.ShouldEndWith("The room is closed.");
        silos.WaitFor("grain", "deactivated: ApplicationRequested");
        silos.Journal.LinesOf("grain").ShouldBe(["activated", "hangs", "finally", "cleaned up", "deactivated: ApplicationRequested"]);

        Ask(grain.Add(1, 1)).ShouldBe(2);
        silos.Journal.LinesOf("grain")[^1].ShouldBe("activated");
    }

    [Test]
    public void DeactivateNow_InACoroutine_CancelsItsOwnCall()
    {
        using var silos = new TestSilos();
        IClosedGrain grain = silos.Place<IClosedGrain>("grain", silo: 0);
        Should.Throw<GrainDeactivatedException>(() => Do(grain.LeaveByItself("I have had enough."))).Message.ShouldEndWith("I have had enough.");
        silos.WaitFor("grain", "deactivated: ApplicationRequested");
        silos.Journal.LinesOf("grain").ShouldBe(["activated", "goes on", "hangs", "finally", "cleaned up", "deactivated: ApplicationRequested"]);
    }

    [Test]
    public void DeactivateNow_LeavesTheCleanUpOfACallAlone_ThatIsCancelledAlready()
    {
        using var silos = new TestSilos();
        using var source = new CancellationTokenSource();
        IClosedGrain grain = silos.Place<IClosedGrain>("grain", silo: 1);
        Task call = grain.Hang(source.Token);
        silos.WaitFor("grain", "hangs");
        source.Cancel();
        silos.WaitFor("grain", "finally");
        Do(grain.Leave("The room is closed."));
        Should.Throw<OperationCanceledException>(() => Do(call));
        silos.WaitFor("grain", "deactivated: ApplicationRequested");
        silos.Journal.LinesOf("grain").ShouldBe(["activated", "hangs", "finally", "cleaned up", "deactivated: ApplicationRequested"]);
    }

    [Test]
    public void DeactivateOnIdle_WaitsForACallThatRuns_AndCancelsWhatCallsHaveLeftBehind()
    {
        using var silos = new TestSilos();
        IClosedGrain grain = silos.Place<IClosedGrain>("grain", silo: 0);
        Do(grain.BeginLoop(fails: false));
        Task call = grain.Nap("it", 0.3);
        silos.WaitFor("grain", "it sleeps");
        Do(grain.LeaveOnIdle());
        Do(call);
        silos.WaitFor("grain", "deactivated: ApplicationRequested");
        silos.Journal.LinesOf("grain").ShouldBe(
            ["activated", "hangs", "it sleeps", "it wakes", "finally", "cleaned up", "deactivated: ApplicationRequested"]);
    }

    [Test]
    public void Deactivation_CancelsAlsoWhatACleanUpHasBegun() => VerifyCleanUp(static grain => grain.BeginLoopThatLeavesAnother());

    [Test]
    public void Deactivation_LeavesTheCleanUpOfATaskAlone_ThatIsCancelledAlready() => VerifyCleanUp(static grain => grain.BeginLoopAndCancelIt());

    [Test]
    public void CleanUpThatNeverEnds_IsClosed_AtTheEndOfOrleansPatience()
    {
        using var silos = new TestSilos(deactivationTimeout: TimeSpan.FromSeconds(1));
        IClosedGrain grain = silos.Place<IClosedGrain>("grain", silo: 1);
        Do(grain.BeginLoopThatNeverEnds());
        Do(grain.LeaveOnIdle());
        silos.WaitFor("grain", "closed");
        silos.Journal.LinesOf("grain").ShouldBe(["activated", "hangs", "finally", "cleaned up", "closed"]);
        Ask(grain.Add(1, 1)).ShouldBe(2);
    }

    [Test]
    public void Stop_OfASilo_GivesCallsSomeTime_AndCleansUpWhatIsLeft()
    {
        using var silos = new TestSilos(configure: static options => options.GracePeriod = 3.0);
        IClosedGrain hanging = silos.Place<IClosedGrain>("hanging", silo: 1);
        IClosedGrain napping = silos.Place<IClosedGrain>("napping", silo: 1);
        Task hang = hanging.Hang();
        Task nap = napping.Nap("it", 0.2);
        silos.WaitFor("hanging", "hangs");
        silos.WaitFor("napping", "it sleeps");
        Task stop = silos.StopAsync(1);
        Do(nap);
        Should.Throw<GrainDeactivatedException>(() => Do(hang)).Message.ShouldEndWith("The silo is stopping.");
        Do(stop);
        silos.Journal.LinesOf("hanging").ShouldBe(["activated", "hangs", "finally", "cleaned up", "deactivated: ShuttingDown"]);
        silos.Journal.LinesOf("napping").ShouldBe(["activated", "it sleeps", "it wakes", "deactivated: ShuttingDown"]);

        Ask(hanging.Add(1, 1)).ShouldBe(2);
        Ask(hanging.Where()).ShouldContain(silos.NameOf(0));
    }

    [Test]
    public void GracePeriod_BeginsWithTheStop()
    {
        using var silos = new TestSilos(configure: static options => options.GracePeriod = 0.6);
        IClosedGrain grain = silos.Place<IClosedGrain>("grain", silo: 1);
        Task nap = grain.Nap("it", 1);
        silos.WaitFor("grain", "it sleeps");

        // For longer than the grace period, the loop of the grain has nothing to do.
        Thread.Sleep(700);
        Task stop = silos.StopAsync(1);
        Do(nap);
        Do(stop);
    }

    [Test]
    public void GracePeriod_MayBeNothing()
    {
        using var silos = new TestSilos(configure: static options => options.GracePeriod = 0);
        IClosedGrain grain = silos.Place<IClosedGrain>("grain", silo: 1);
        Task nap = grain.Nap("it", 4.5);
        silos.WaitFor("grain", "it sleeps");
        Task stop = silos.StopAsync(1);
        Should.Throw<GrainDeactivatedException>(() => Do(nap));
        Do(stop);
    }

    [Test]
    public void GracePeriodThatEndsDuringCleanUps_DoesNotCutThemShort()
    {
        using var silos = new TestSilos(configure: static options => options.GracePeriod = 0.02);
        IClosedGrain grain = silos.Place<IClosedGrain>("grain", silo: 1);
        Do(grain.BeginLoop(fails: false));
        silos.WaitFor("grain", "hangs");
        Do(silos.StopAsync(1));
        silos.Journal.LinesOf("grain").ShouldBe(["activated", "hangs", "finally", "cleaned up", "deactivated: ShuttingDown"]);
    }

    [Test]
    public void SiloThatIsKilled_LosesWhatRuns_AndCallsGoOnOnTheOther()
    {
        using var silos = new TestSilos();
        string other = silos.NameOf(0);
        IClosedGrain asker = silos.Place<IClosedGrain>("asker", silo: 0);
        IClosedGrain[] grains = [.. Enumerable.Range(0, 20).Select(i => silos.Place<IClosedGrain>($"grain {i}", silo: 1))];
        Task lost = grains[0].Hang();
        silos.WaitFor("grain 0", "hangs");
        Do(silos.KillAsync(1));
        foreach (IClosedGrain grain in grains)
        {
            AskUntilAnswered(() => grain.Add(2, 3)).ShouldBe(5);
            Ask(grain.Where()).ShouldContain(other);
        }

        Ask(asker.AddThere("grain 1", 3, 4)).ShouldBe(7);
        Should.Throw<Exception>(() => Do(lost));
    }

    [Test]
    public void Grain_OnASiloThatIsNotSetUp_SaysSo()
    {
        using var silos = new TestSilos(addsCoroutines: false);
        Should.Throw<Exception>(() => Ask(silos.Get<IClosedGrain>("grain").Add(1, 1))).ToString().ShouldContain("Call AddCoroutines() on its ISiloBuilder.");
    }

    // Until the silos know that one of them is dead, calls that were sent to it fail.
    private static int AskUntilAnswered(Func<Task<int>> ask)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return Ask(ask());
            }
            catch (Exception exception) when (attempt < 30 && exception is not ShouldAssertException)
            {
                Thread.Sleep(500);
            }
        }
    }

    // One task hangs, and is cleaned up once and to its end.
    private static void VerifyCleanUp(Func<IClosedGrain, Task> begin)
    {
        using var silos = new TestSilos();
        IClosedGrain grain = silos.Place<IClosedGrain>("grain", silo: 1);
        Do(begin(grain));
        Do(grain.LeaveOnIdle());
        silos.WaitFor("grain", "deactivated: ApplicationRequested");
        silos.Journal.LinesOf("grain").ShouldBe(["activated", "hangs", "finally", "cleaned up", "deactivated: ApplicationRequested"]);
    }
}
