using System.Runtime.CompilerServices;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Misuse;

/// <summary>
/// An awaitable is two words. A thread that reads a variable while another one writes it may get one word of each of two awaitables:
/// then the coroutine gets one of these or an error, and nobody else is touched.
/// </summary>
public sealed class TornAwaitableTests
{
    private const int Frames = 20;

    // What users can get hold of, of every kind; each makes new ones.
    private static readonly (string Name, Func<Stage, Awaitable> Make)[] _parts =
    [
        ("default", _ => default),
        ("bare yield", _ => null),
        ("next frame", _ => NextFrame()),
        ("frames", _ => WaitFrames(3)),
        ("no frames", _ => WaitFrames(0)),
        ("phase", _ => NextPhase(FramePhase.Update)),
        ("sleep", _ => Sleep(0.3)),
        ("sleep until", _ => SleepUntil(0.5)),
        ("future", stage => stage.Pending),
        ("done", stage => stage.Done),
        ("failed", stage => stage.Failed),
        ("task", stage => stage.Start()),
        ("call", stage => Await(stage.Steps())),
        ("call with a result", stage => Await<int>(stage.Answer())),
        ("settle", stage => Settle(stage.Steps(), out _)),
        ("try", stage => Try(stage.Steps()).Finally(() => { })),
        ("wait for", stage => WaitFor(stage.Pending, 0.2)),
        ("wait", stage => Wait([stage.Pending], timeout: 0.2)),
        ("gather", stage => Gather(stage.Steps(), stage.Steps())),
        ("race", stage => Race(stage.Steps(), stage.Steps())),
        ("shield", stage => Shield(stage.Steps())),
        ("group", _ => new TaskGroup()),
        ("predicate", stage => WaitUntil(() => stage.Pending.IsDone)),
        ("acquire", stage => stage.Lock.Acquire()),
        ("acquire of a semaphore", stage => stage.Semaphore.Acquire()),
        ("acquire of a limiter", stage => stage.Limiter.Acquire()),
        ("event", stage => stage.Event.Wait()),
        ("set event", stage => stage.SetEvent.Wait()),
        ("condition", stage => stage.Condition.Wait()),
        ("barrier", stage => stage.Barrier.Wait()),
        ("barrier reset", stage => stage.Barrier.Reset()),
        ("put", stage => stage.Queue.Put(1)),
        ("get", stage => stage.Queue.Get()),
        ("join", stage => stage.Queue.Join()),
        ("reader", stage => stage.Queue.ReadAll().Next()),
        ("signal", stage => stage.Signal.Next()),
        ("first of", stage => FirstOf(stage.Signal, stage.Signal)),
        ("ticker", _ => Every(0.2, CatchUp.Skip)),
        ("unscaled sleep", _ => SleepUnscaled(0.2)),
        ("return", _ => Return(1)),
        ("misuse", _ => default(Awaitable<int>)),
    ];

    // The word of a sleep is its seconds as they stand in memory, whose last byte may be anything.
    private static readonly (string Name, Func<Stage, Awaitable> Make)[] _sleeps =
        [.. Enumerable.Range(0, 20).Select(last => ($"a sleep that ends with {last}", (Func<Stage, Awaitable>)(_ => Sleep(SecondsThatEndWith(last)))))];

    private static readonly (string Name, Func<Awaitable, Awaitable> Of)[] _uses =
    [
        ("yielded", torn => torn),
        ("settled", torn => Settle(torn, out _)),
        ("tried", torn => Try(torn).Finally(() => { })),
        ("waited for", torn => WaitFor(torn, 0.4)),
        ("gathered", torn => Gather(torn, Sleep(0.1))),
        ("raced", torn => Race(torn, Sleep(0.4))),
        ("shielded", torn => Shield(torn)),
    ];

    private static double SecondsThatEndWith(int last) => BitConverter.Int64BitsToDouble((BitConverter.DoubleToInt64Bits(0.25) & ~0xFFL) | (uint)last);

    private static IEnumerable<string> Uses() => _uses.Select(use => use.Name);

    [TestCaseSource(nameof(Uses))]
    public void AnyTwoParts_AreOneOfBoth_OrAnError(string use)
    {
        int number = Array.FindIndex(_uses, one => one.Name == use);
        Func<Awaitable, Awaitable> make = _uses[number].Of;
        bool inRun = false;
        int pair = 0;
        foreach ((string source, Func<Stage, Awaitable> makeSource) in _parts)
        {
            foreach ((string word, Func<Stage, Awaitable> makeWord) in _parts.Concat(_sleeps))
            {
                // As it is yielded, each of them; in the other uses, which pass it on, one of three by turns.
                pair++;
                if (number > 0 && (pair + number) % 3 != 0)
                {
                    continue;
                }

                // In a run and in frames by turns.
                inRun = !inRun;
                Play($"{use}, with the source of {source} and the word of {word}", inRun, stage => make(Torn(makeSource(stage), makeWord(stage))));
            }
        }
    }

    [Test]
    public void Error_NamesTheCoroutine_AndSaysWhatToDo()
    {
        using var rig = new Rig();
        var done = new Future();
        done.SetResult();

        Should.Throw<InvalidOperationException>(() => rig.Run(Reads(Torn(done, Return(1))))).Message.ShouldBe(
            "Reads (task 'Task-1') yields an Awaitable whose parts do not belong together: one thread has read it while another wrote it. "
            + "Share tasks, futures and primitives between coroutines of one scheduler, and tell it from another thread by CallSoonThreadsafe.");
        rig.ShouldBeAtRest();

        static IEnumerator<Awaitable> Reads(Awaitable torn)
        {
            yield return torn;
        }
    }

    [Test]
    public void TypedAwaitable_OfAnyTwoParts_HasItsOwnResultOrNone_NeverAnothers()
    {
        var queue = new CoQueue<int>();
        queue.PutNoWait(1);
        var done = new Future<int>();
        done.SetResult(2);

        Awaitable<int> noObject = Torn(default(Awaitable<int>), queue.Get());
        Awaitable<int> notReused = Torn(done, queue.Get());
        Awaitable<int> anotherCall = Torn(queue.Get(), new CoQueue<int>().Get());

        Should.Throw<InvalidStateException>(() => noObject.Result).Message.ShouldContain("is empty (default)");
        notReused.Result.ShouldBe(2);
        Should.Throw<InvalidStateException>(() => anotherCall.Result).Message.ShouldContain("is not done");
    }

    private static void Play(string what, bool inRun, Func<Stage, Awaitable> make)
    {
        using var rig = new Rig();
        var stage = new Stage(rig.Scheduler);
        int witnessed = 0;
        CoTask witness = rig.Start(Witness());
        CoTask victim = rig.Start(Victim());
        Move(rig, inRun);
        witness.IsDone.ShouldBeTrue(what);
        witnessed.ShouldBe(Frames / 2, what);
        stage.Pending.Cancel();
        Move(rig, inRun);
        foreach (CoTask task in rig.Scheduler.AllTasks())
        {
            task.Cancel();
        }

        Move(rig, inRun);
        victim.IsDone.ShouldBeTrue(what);
        (victim.IsCancelled ? null : victim.Exception).ShouldBeOneOfTheUsual(what);
        rig.Reports.ForEach(report => report.Exception.ShouldBeOneOfTheUsual(what));
        rig.ShouldBeAtRest();

        IEnumerator<Awaitable> Victim()
        {
            yield return make(stage);
        }

        IEnumerator<Awaitable> Witness()
        {
            for (; witnessed < Frames / 2; witnessed++)
            {
                yield return null;
            }
        }
    }

    private static void Move(Rig rig, bool inRun)
    {
        for (int i = 0; i < Frames; i++)
        {
            if (inRun)
            {
                rig.Clock.Advance(0.1);
                rig.Iterate(2);
            }
            else
            {
                rig.Scheduler.Tick(0.1);
            }
        }
    }

    private static Awaitable Torn(Awaitable source, Awaitable word)
    {
        Tear(ref PartsOf(ref source), PartsOf(ref word));
        return source;
    }

    private static Awaitable<T> Torn<T>(Awaitable<T> source, Awaitable<T> word)
    {
        Tear(ref PartsOf(ref source), PartsOf(ref word));
        return source;
    }

    private static void Tear(ref Parts source, Parts word) => source = new Parts(source.Source, word.Word);

    private static ref Parts PartsOf<TAwaitable>(ref TAwaitable awaitable)
        where TAwaitable : struct => ref Unsafe.As<TAwaitable, Parts>(ref awaitable);

    // How an awaitable, and what it has in common with one that has a result, stands in memory.
    private readonly record struct Parts(object? Source, long Word);

    /// <summary>What the parts wait for.</summary>
    private sealed class Stage
    {
        internal Stage(Scheduler scheduler)
        {
            Pending = new Future(scheduler);
            Done = new Future(scheduler);
            Done.SetResult();
            Failed = new Future(scheduler);
            Failed.SetException(new IOException("lost"));
            SetEvent.Set();
            Queue.PutNoWait(0);
        }

        internal Future Pending { get; }

        internal Future Done { get; }

        internal Future Failed { get; }

        internal CoLock Lock { get; } = new();

        internal CoSemaphore Semaphore { get; } = new();

        internal CoLimiter Limiter { get; } = new(1);

        internal CoEvent Event { get; } = new();

        internal CoEvent SetEvent { get; } = new();

        internal CoCondition Condition { get; } = new();

        internal CoBarrier Barrier { get; } = new(2);

        internal CoQueue<int> Queue { get; } = new();

        internal CoSignal Signal { get; } = new();

        internal CoTask Start() => CreateTask(Steps());

        internal IEnumerator<Awaitable> Steps()
        {
            yield return Sleep(0.1);
            yield return null;
        }

        internal IEnumerator<Awaitable> Answer()
        {
            yield return Sleep(0.1);
            yield return Return(1);
        }
    }
}

file static class Checks
{
    /// <summary>Nothing that a broken object gives: no null where none can be, no wrong type, and no state that there is not.</summary>
    internal static void ShouldBeOneOfTheUsual(this Exception? exception, string what)
    {
        bool isUsual = exception is null or CancelledException or TimeoutException or IOException or AggregateException
            || exception is ArgumentNullException { Message: { } message } && message.Contains("nothing to wait for", StringComparison.Ordinal)
            || exception is InvalidOperationException and not InvalidStateException;
        isUsual.ShouldBeTrue($"{what}: {exception}");
    }
}
