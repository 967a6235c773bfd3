using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>The page on game loops: signals, tweens, building blocks and errors.</summary>
public sealed class GameSignalTests : SnippetTest
{
    [Test]
    public void Signal_TellsAllWhoWait()
    {
        // snippet: game-signals
        var hit = new CoSignal<int>("hit");
        using var scheduler = new Scheduler();
        scheduler.CreateTask(Health(100));
        scheduler.CreateTask(Shake());
        scheduler.Tick(0.25);
        hit.Emit(30);                                            // from a coroutine, a callback, or between two Ticks
        scheduler.Tick(0.25);

        IEnumerator<Awaitable> Health(int health)
        {
            while (true)
            {
                yield return hit.Next().Into(out var damage);
                health -= damage.Result;
                Console.WriteLine($"health {health}");
            }
        }

        IEnumerator<Awaitable> Shake()
        {
            yield return hit.Next();
            Console.WriteLine("the screen shakes");
        }
        // end-snippet

        Console.ShouldRead("health 70", "the screen shakes");
    }

    [Test]
    public void FirstOf_SaysWhichOneCame()
    {
        // snippet: game-first-of
        CoSignal<int> hit = new("hit");
        CoSignal escape = new("escape");
        using var scheduler = new Scheduler();
        scheduler.CreateTask(Cast());
        scheduler.Tick(0.25);
        hit.Emit(5);
        scheduler.Tick(0.25);

        IEnumerator<Awaitable> Cast()
        {
            yield return FirstOf(hit, escape).Into(out var first);
            if (first.Result.Is(hit, out int damage))
                Console.WriteLine($"interrupted by {damage}");
            else if (first.Result.Is(escape))
                Console.WriteLine("given up");
        }
        // end-snippet

        Console.ShouldRead("interrupted by 5");
    }

    [Test]
    public void Tween_MovesAValue()
    {
        // snippet: game-tween
        using var scheduler = new Scheduler();
        scheduler.CreateTask(Intro());
        for (int frame = 1; frame <= 6; frame++)
            scheduler.Tick(0.25);

        IEnumerator<Awaitable> Intro()
        {
            yield return Await(Tween(0, 100, 0.75, Easing.OutQuad, x => Console.WriteLine($"{Now:0.00} s  x = {x:0.0}")));
            yield return Gather(Say("ready"), After(0.5, Say("go")));      // both at once
            yield return Await(Sequence(Say("one"), Say("two")));
            yield return Await(Repeat(2, () => Say("again")));
        }

        IEnumerator<Awaitable> Say(string word)
        {
            Console.WriteLine($"{Now:0.00} s  {word}");
            yield break;
        }
        // end-snippet

        Console.ShouldRead(
            "0.00 s  x = 0.0",
            "0.25 s  x = 55.6",
            "0.50 s  x = 88.9",
            "0.75 s  x = 100.0",
            "0.75 s  ready",
            "1.25 s  go",
            "1.25 s  one",
            "1.25 s  two",
            "1.25 s  again",
            "1.25 s  again");
    }

    [Test]
    public void Tween_GoesBackAndForth()
    {
        // snippet: game-tween-loops
        using var scheduler = new Scheduler();
        scheduler.CreateTask(Tween(0, 1, 0.5, Easing.InOutSine, x => Console.WriteLine($"{Now:0.00} s  {x:0.0}"), loops: 2, yoyo: true));
        for (int frame = 1; frame <= 5; frame++)
            scheduler.Tick(0.25);
        // end-snippet

        Console.ShouldRead("0.00 s  0.0", "0.25 s  0.5", "0.50 s  1.0", "0.75 s  0.5", "1.00 s  0.0");
    }

    [Test]
    public void Event_IsWaitedFor_AndIsASignal()
    {
        // snippet: game-events
        var gate = new Gate();
        var opened = new CoSignal<string>("opened");
        gate.Opened += who => opened.Emit(who);                      // an event that emits a signal
        opened.Emitted += who => Console.WriteLine($"heard: {who}"); // a signal that is an event
        using var scheduler = new Scheduler();
        scheduler.CreateTask(Watch());
        scheduler.Tick(0.25);
        gate.Open("ann");
        scheduler.Tick(0.25);

        IEnumerator<Awaitable> Watch()
        {
            yield return FromEvent<string>(h => gate.Opened += h, h => gate.Opened -= h).Into(out var who);
            Console.WriteLine($"{who.Result} has opened it");
        }
        // end-snippet

        Console.ShouldRead("heard: ann", "ann has opened it");
    }

    [Test]
    public void Race_CancelsTheLosers()
    {
        // snippet: game-race
        using var scheduler = new Scheduler();
        scheduler.CreateTask(Offer());
        scheduler.Tick(5.0);

        IEnumerator<Awaitable> Offer()
        {
            yield return Race<string>(Answer("bought", after: 3.0), Answer("expired", after: 2.0)).Into(out var race);
            Console.WriteLine($"{Now} s  {race.Result.Result}");
        }

        IEnumerator<Awaitable> Answer(string answer, double after)
        {
            yield return Sleep(after);
            yield return Return(answer);                         // a coroutine may have a result
        }
        // end-snippet

        Console.ShouldRead("2 s  expired");
    }

    [Test]
    public void Error_EndsOneCoroutineAndReachesWhoAwaitsIt()
    {
        // snippet: game-errors
        using var scheduler = new Scheduler(new SchedulerOptions
        {
            ExceptionHandler = context => Console.WriteLine($"nobody looked at: {context.Exception!.Message}"),
        });
        scheduler.CreateTask(Quest());
        scheduler.CreateTask(Broken("the other bridge"));
        scheduler.Tick(0.25);

        IEnumerator<Awaitable> Quest()
        {
            yield return Settle(Broken("the bridge"), out var outcome);
            Console.WriteLine(outcome.IsSuccess ? "crossed" : $"turned back: {outcome.Exception!.Message}");
        }

        IEnumerator<Awaitable> Broken(string what)
        {
            yield return Sleep(0.1);
            throw new IOException($"{what} broke");
        }
        // end-snippet

        Console.ShouldRead("turned back: the bridge broke", "nobody looked at: the other bridge broke");
    }

    [Test]
    public void Error_OfAGroup_ReachesItsHandler()
    {
        // snippet: game-errors-group
        using var scheduler = new Scheduler();
        var enemies = new CoGroup(scheduler, "enemies")
        {
            ExceptionHandler = context => Console.WriteLine($"{context.Task!.Name} is confused: {context.Exception!.Message}"),
        };
        enemies.CreateTask(Think(), "orc");
        scheduler.Tick(0.25);

        IEnumerator<Awaitable> Think()
        {
            yield return Sleep(0.1);
            throw new InvalidOperationException("no path");
        }
        // end-snippet

        Console.ShouldRead("orc is confused: no path");
    }

    // snippet: game-events-class
    private sealed class Gate
    {
        public event Action<string>? Opened;

        public void Open(string who) => Opened?.Invoke(who);
    }
    // end-snippet
}
