using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(20)]
public sealed class TheatreTests
{
    private readonly Lab _lab = new();

    [TearDown]
    public void Close() => _lab.Dispose();

    [Test, Order(1)]
    public void Perform_ToTheEnd_ClosesTheCurtain_AndThenTurnsOffTheLights()
    {
        _lab.Run(Evening(3.0));

        _lab.Printout.ShouldRead(
            [
                "0.0 s  lights on", "1.0 s  curtain open", "1.0 s  the play begins", "4.0 s  the play ends",
                "5.0 s  curtain closed", "5.0 s  lights off", "5.0 s  home",
            ],
            "The curtain takes a second to open and a second to close, and the play takes 3 s. What was done last is undone first.");
    }

    [Test, Order(2)]
    public void Perform_WhenThePlayFails_CleansUp_AndLetsTheErrorGoOn()
    {
        IOException error = Expected.Error<IOException>(
            () => _lab.Run(Theatre.Perform(Fail, _lab.Print)),
            "The play fails after 2 s. When all is cleaned up, its error has to go on to whoever awaits Perform.");

        error.Message.ShouldBe("the text is lost");
        _lab.Printout.ShouldRead(
            ["0.0 s  lights on", "1.0 s  curtain open", "4.0 s  curtain closed", "4.0 s  lights off"],
            "The play fails at 3.0 s. Curtain and lights are cleaned up also when the play fails.");

        static IEnumerator<Awaitable> Fail()
        {
            yield return Sleep(2.0);
            throw new IOException("the text is lost");
        }
    }

    [Test, Order(3)]
    public void Perform_CancelledDuringThePlay_CleansUp()
    {
        _lab.Run(EveningThatIsCancelled(at: 2.5));

        _lab.Printout.ShouldRead(
            [
                "0.0 s  lights on", "1.0 s  curtain open", "1.0 s  the play begins", "2.5 s  the play ends",
                "3.5 s  curtain closed", "3.5 s  lights off", "3.5 s  cancelled",
            ],
            "Perform is cancelled at 2.5 s, in the middle of the play. Curtain and lights are cleaned up then, too; closing still takes a second. "
            + "And a cancel has to go on, as an error does.");
    }

    [Test, Order(4)]
    public void Perform_CancelledBeforeTheCurtainIsOpen_OnlyTurnsOffTheLights()
    {
        _lab.Run(EveningThatIsCancelled(at: 0.5));

        _lab.Printout.ShouldRead(
            ["0.0 s  lights on", "0.5 s  lights off", "0.5 s  cancelled"],
            "Perform is cancelled at 0.5 s. The curtain was never open, so there is nothing to close; but the lights are on.");
    }

    [Test, Order(5)]
    public void Watch_ToTheEnd_Applauds()
    {
        _lab.Run(Main());

        _lab.Printout.ShouldRead(["3.0 s  the broadcast ends", "3.0 s  applause"], "The broadcast takes 3 s. Whoever watches applauds then.");

        IEnumerator<Awaitable> Main()
        {
            CoTask broadcast = CreateTask(Broadcast());
            yield return Await(Theatre.Watch(broadcast, _lab.Print));
            yield return broadcast;
        }
    }

    [Test, Order(6)]
    public void Watch_Cancelled_LeavesTheBroadcastToTheOthers()
    {
        _lab.Run(Main());

        _lab.Printout.ShouldRead(
            ["1.0 s  the first one has left", "3.0 s  the broadcast ends", "3.0 s  applause"],
            "Two watch, and one of them is cancelled at 1.0 s: he leaves at once, without applause. The broadcast goes on, and the other one applauds.");

        IEnumerator<Awaitable> Main()
        {
            CoTask broadcast = CreateTask(Broadcast());
            CoTask first = CreateTask(Theatre.Watch(broadcast, _lab.Print));
            CoTask second = CreateTask(Theatre.Watch(broadcast, _lab.Print));
            yield return Sleep(1.0);
            first.Cancel();
            yield return Wait([first]);
            _lab.Print(first.IsCancelled ? "the first one has left" : "the first one has not left by the cancel");
            yield return Wait([second, broadcast]);
        }
    }

    [Test, Order(7)]
    public void Watch_OfABroadcastThatFails_Fails()
    {
        IOException error = Expected.Error<IOException>(
            () => _lab.Run(Main()),
            "The broadcast fails after 1 s. Whoever watches gets its error, and does not applaud.");

        error.Message.ShouldBe("no signal");
        _lab.Printout.ShouldRead([], "A broadcast that has failed gets no applause.");

        IEnumerator<Awaitable> Main()
        {
            yield return Await(Theatre.Watch(CreateTask(Fail()), _lab.Print));
        }

        static IEnumerator<Awaitable> Fail()
        {
            yield return Sleep(1.0);
            throw new IOException("no signal");
        }
    }

    private IEnumerator<Awaitable> Evening(double seconds)
    {
        yield return Await(Theatre.Perform(() => Play(seconds), _lab.Print));
        _lab.Print("home");
    }

    private IEnumerator<Awaitable> EveningThatIsCancelled(double at)
    {
        CoTask evening = CreateTask(Theatre.Perform(() => Play(60.0), _lab.Print));
        yield return Sleep(at);
        evening.Cancel();
        yield return Wait([evening]);
        _lab.Print(evening.IsCancelled ? "cancelled" : "not cancelled");
    }

    private IEnumerator<Awaitable> Play(double seconds)
    {
        _lab.Print("the play begins");
        try
        {
            yield return Sleep(seconds);
        }
        finally
        {
            _lab.Print("the play ends");
        }
    }

    private IEnumerator<Awaitable> Broadcast()
    {
        yield return Sleep(3.0);
        _lab.Print("the broadcast ends");
    }
}
