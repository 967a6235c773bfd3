using static Coroutines.Awaitable;

namespace Coroutines.Tests.Documentation;

/// <summary>The page on save and load: a cut-scene that is saved in the middle of a sleep, and loaded into another scheduler.</summary>
public sealed class SavingTests : SnippetTest
{
    [Test]
    public void CutScene_ThatIsSaved_GoesOnWhereItWas()
    {
        // snippet: saving-program
        var first = new Scheduler();
        var scene = new CutScene(first, Show);
        for (int frame = 1; frame <= 10; frame++)
            first.Tick(0.25);
        (int step, double rest) = scene.Save();
        (double time, long frames) = (first.Time, first.FrameCount);
        first.Dispose();
        Console.WriteLine($"saved at {time:0.00} s, frame {frames}: line {step}, {rest:0.00} s left");

        using var second = new Scheduler(new SchedulerOptions { StartTime = time, StartFrame = frames });
        _ = new CutScene(second, Show, step, rest);
        for (int frame = 1; frame <= 10; frame++)
            second.Tick(0.25);

        void Show(string line) => Console.WriteLine($"{Scheduler.Current.Time:0.00} s  {line}");
        // end-snippet

        Console.ShouldRead(
            "0.00 s  The sun rises.",
            "2.00 s  A door creaks.",
            "saved at 2.50 s, frame 10: line 1, 1.00 s left",
            "3.50 s  Silence.");
        second.FrameCount.ShouldBe(20);
    }

    // snippet: saving-class
    private sealed class CutScene
    {
        private static readonly (string Line, double Seconds)[] _script =
            { ("The sun rises.", 2.0), ("A door creaks.", 1.5), ("Silence.", 1.0) };

        private readonly CoTask _task;
        private int _step;

        public CutScene(Scheduler scheduler, Action<string> show, int step = 0, double? rest = null)
        {
            _step = step;
            _task = scheduler.CreateTask(Play(show, isShown: rest is not null), eager: true);    // up to its first sleep
            if (rest is not null)
                _task.SleepLeft = rest;                                                          // of which so much was left
        }

        public (int Step, double Left) Save() => (_step, _task.SleepLeft ?? 0);

        private IEnumerator<Awaitable> Play(Action<string> show, bool isShown)
        {
            for (; _step < _script.Length; _step++)
            {
                if (!isShown)
                    show(_script[_step].Line);
                isShown = false;
                yield return Sleep(_script[_step].Seconds);
            }
        }
    }
    // end-snippet
}
