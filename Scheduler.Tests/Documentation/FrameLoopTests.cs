using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>The page on game loops: what a frame is made of.</summary>
public sealed class FrameLoopTests : SnippetTest
{
    [Test]
    public void FirstLoop_OpensADoor()
    {
        // snippet: game-first
        using var scheduler = new Scheduler();
        scheduler.CreateTask(Door());
        for (int frame = 1; frame <= 7; frame++)
            scheduler.Tick(0.25);                    // the frame time, which your game measures

        IEnumerator<Awaitable> Door()
        {
            Console.WriteLine($"{Now:0.00} s  opening");
            for (int angle = 0; angle < 90; angle += 30)
                yield return null;                   // the next frame
            Console.WriteLine($"{Now:0.00} s  open");
            yield return Sleep(0.6);                 // 0.6 s of frame time
            Console.WriteLine($"{Now:0.00} s  closing");
        }
        // end-snippet

        Console.ShouldRead("0.00 s  opening", "1.00 s  open", "1.60 s  closing");
    }

    [Test]
    public void Tick_OfALongFrame_FiresAllThatFallsIntoIt()
    {
        // snippet: game-tick
        using var scheduler = new Scheduler();
        scheduler.CreateTask(Blink());
        scheduler.CreateTask(Draw());
        scheduler.Tick(0.25);
        scheduler.Tick(1.0);                         // a long frame

        IEnumerator<Awaitable> Blink()
        {
            while (true)
            {
                yield return Sleep(0.4);
                Console.WriteLine($"frame {Scheduler.Current.FrameCount}, {Now:0.00} s  blink");
            }
        }

        IEnumerator<Awaitable> Draw()
        {
            while (true)
            {
                yield return null;
                Console.WriteLine($"frame {Scheduler.Current.FrameCount}, {Now:0.00} s  draw");
            }
        }
        // end-snippet

        Console.ShouldRead(
            "frame 2, 0.40 s  blink",
            "frame 2, 0.80 s  blink",
            "frame 2, 1.20 s  blink",
            "frame 2, 1.25 s  draw");
    }

    [Test]
    public void Phases_RunInTheirOrder()
    {
        // snippet: game-phases
        FramePhase input = new("input"), late = new("late");
        FramePhase physics = FramePhase.Fixed("physics", 0.02, maxSteps: 5);
        using var scheduler = new Scheduler(new SchedulerOptions { Phases = new[] { input, physics, FramePhase.Update, late } });
        foreach (FramePhase phase in new[] { late, FramePhase.Update, physics, input })
            scheduler.CreateTask(Report(phase));
        scheduler.Tick(0.05);
        scheduler.Tick(0.01);

        IEnumerator<Awaitable> Report(FramePhase phase)
        {
            while (true)
            {
                yield return NextPhase(phase);
                Console.WriteLine($"frame {Scheduler.Current.FrameCount}, {Now:0.00} s  {phase.Name}");
            }
        }
        // end-snippet

        Console.ShouldRead(
            "frame 1, 0.00 s  input",
            "frame 1, 0.02 s  physics",
            "frame 1, 0.04 s  physics",
            "frame 1, 0.05 s  update",
            "frame 1, 0.05 s  late",
            "frame 2, 0.05 s  input",
            "frame 2, 0.06 s  physics",
            "frame 2, 0.06 s  update",
            "frame 2, 0.06 s  late");
    }

    [Test]
    public void Parts_AreRunByTheHost()
    {
        // snippet: game-parts
        FramePhase physics = FramePhase.Fixed("physics", 0.02), late = new("late");
        using var scheduler = new Scheduler(new SchedulerOptions { Phases = new[] { physics, FramePhase.Update, late } });
        foreach (FramePhase phase in new[] { late, FramePhase.Update, physics })
            scheduler.CreateTask(Report(phase));
        scheduler.BeginFrame(0.05);                  // before the engine's first phase
        scheduler.RunPhase(physics);                 // in each of its fixed steps
        scheduler.RunPhase(physics);
        scheduler.RunPhase(FramePhase.Update);       // in its update
        scheduler.RunPhase(late);                    // in its late update
        scheduler.EndFrame();                        // behind all of them

        IEnumerator<Awaitable> Report(FramePhase phase)
        {
            while (true)
            {
                yield return NextPhase(phase);
                Console.WriteLine($"{Now:0.00} s  {phase.Name}");
            }
        }
        // end-snippet

        Console.ShouldRead("0.02 s  physics", "0.04 s  physics", "0.05 s  update", "0.05 s  late");
    }

    [Test]
    public void FixedPhase_TellsHowFarTheNextStepIs()
    {
        // snippet: game-fraction
        FramePhase physics = FramePhase.Fixed("physics", 0.02, maxSteps: 5);
        using var scheduler = new Scheduler(new SchedulerOptions { Phases = new[] { physics, FramePhase.Update } });
        scheduler.Tick(0.05);
        PhaseStatus status = scheduler.StatusOf(physics);
        Console.WriteLine($"{status.Runs} steps, and {status.Fraction:0.00} of the next one");
        scheduler.Tick(0.25);                        // twelve steps and a half; a frame may run five
        status = scheduler.StatusOf(physics);
        Console.WriteLine($"{status.Runs} steps, {status.DroppedSteps} dropped");
        // end-snippet

        Console.ShouldRead("2 steps, and 0.50 of the next one", "7 steps, 8 dropped");
    }

    [Test]
    public void Priority_GoesFirstWithinAPhase()
    {
        // snippet: game-priority
        using var scheduler = new Scheduler();
        scheduler.CreateTask(Move("follower"));
        scheduler.CreateTask(Move("leader")).Priority = 1;
        scheduler.Tick(0.25);
        scheduler.Tick(0.25);

        IEnumerator<Awaitable> Move(string who)
        {
            yield return null;
            Console.WriteLine($"{who} moves");
        }
        // end-snippet

        Console.ShouldRead("leader moves", "follower moves");
    }

    [Test]
    public void Background_StopsWhenItsTimeIsUsedUp()
    {
        // snippet: game-background
        var clock = new VirtualClock();              // a budget is real time, which is played by hand here
        FramePhase loading = FramePhase.Background("loading", budget: 0.002);
        using var scheduler = new Scheduler(new SchedulerOptions { Phases = new[] { FramePhase.Update, loading }, TimeProvider = clock });
        scheduler.CreateTask(Load("forest", parts: 2));
        scheduler.CreateTask(Load("castle", parts: 3));
        for (int frame = 1; frame <= 3; frame++)
            scheduler.Tick(1 / 60.0);

        IEnumerator<Awaitable> Load(string level, int parts)
        {
            for (int part = 1; part <= parts; part++)
            {
                yield return NextPhase(loading);
                Console.WriteLine($"frame {Scheduler.Current.FrameCount}  {level} {part} of {parts}");
                clock.Advance(0.001);                // instead of work that takes a millisecond
            }
        }
        // end-snippet

        Console.ShouldRead(
            "frame 1  forest 1 of 2",
            "frame 1  castle 1 of 3",
            "frame 2  forest 2 of 2",
            "frame 2  castle 2 of 3",
            "frame 3  castle 3 of 3");
    }

    [Test]
    public void Runaway_IsStoppedByName()
    {
        // snippet: game-runaway
        var opened = new Future();
        opened.SetResult();                          // it is done, so nobody ever waits for it
        using var scheduler = new Scheduler(new SchedulerOptions { StepLimit = 1000 });
        CoTask task = scheduler.CreateTask(Guard(), name: "guard");
        scheduler.Tick(0.25);
        Console.WriteLine(task.Exception!.Message);

        IEnumerator<Awaitable> Guard()
        {
            while (true)
                yield return opened;
        }
        // end-snippet

        Console.ShouldRead(
            "Guard (task 'guard') went on over 1000 times in one step without ever being suspended (SchedulerOptions.StepLimit), "
            + "and was stopped. Let it wait for something that is not done yet, or give it a bare yield.");
    }

    // snippet: game-test
    [Test]
    public void Door_ClosesAfterHalfASecond()
    {
        using var scheduler = new Scheduler();
        var door = new Door();
        scheduler.CreateTask(door.OpenForAWhile());

        foreach (double seconds in new[] { 0.016, 0.3, 0.1 })
            scheduler.Tick(seconds);
        door.IsOpen.ShouldBeTrue();

        scheduler.Tick(0.084);                       // at 0.5 s, to the last bit
        door.IsOpen.ShouldBeFalse();
    }
    // end-snippet

    [Test]
    public void Frames_GivenTwice_GiveTheSameTrace()
    {
        // snippet: game-replay
        (double Seconds, bool Fires)[] recorded = { (0.017, false), (0.016, true), (0.033, false), (0.016, true) };
        List<string> first = Play(recorded);
        List<string> again = Play(recorded);
        Console.WriteLine(string.Join(" | ", first));
        Console.WriteLine($"the same: {first.SequenceEqual(again)}");

        static List<string> Play(IEnumerable<(double Seconds, bool Fires)> frames)
        {
            var trace = new List<string>();
            var fire = new CoSignal("fire");
            using var scheduler = new Scheduler();
            scheduler.CreateTask(Shoot());
            scheduler.Tick(0);
            foreach ((double seconds, bool fires) in frames)
            {
                if (fires)
                    fire.Emit();
                scheduler.Tick(seconds);
            }

            return trace;

            IEnumerator<Awaitable> Shoot()
            {
                while (true)
                {
                    yield return fire.Next();
                    trace.Add($"{Now:0.000} bang");
                    yield return Sleep(0.01);
                    trace.Add($"{Now:0.000} reloaded");
                }
            }
        }
        // end-snippet

        Console.ShouldRead("0.017 bang | 0.027 reloaded | 0.066 bang | 0.076 reloaded", "the same: True");
    }

    private sealed class Door
    {
        internal bool IsOpen { get; private set; }

        internal IEnumerator<Awaitable> OpenForAWhile()
        {
            IsOpen = true;
            yield return Sleep(0.5);
            IsOpen = false;
        }
    }
}
