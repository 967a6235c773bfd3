using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

[Exercise(29)]
public sealed class StageTests
{
    private const double FrameTime = 0.25;

    private readonly Scheduler _scheduler = new();
    private readonly Printout _printout = new();
    private readonly CoSignal _skip = new("skip");
    private readonly CoSignal<int> _hit = new("hit");
    private CoTask? _task;

    [TearDown]
    public void Close() => _scheduler.Dispose();

    [Test, Order(1)]
    public void Intro_ThatNobodySkips_FliesInAndStands()
    {
        StartIntro();
        Play(4.0);

        _printout.ShouldRead(
            [
                "0.00 s  title at -200.0", "0.25 s  title at -112.5", "0.50 s  title at -50.0", "0.75 s  title at -12.5", "1.00 s  title at 0.0",
                "3.00 s  the intro is over",
            ],
            "Four frames in a second: a Tween moves the title in each of them, by Easing.OutQuad. Then it stands for two seconds.");
    }

    [Test, Order(2)]
    public void Intro_SkippedWhileTheTitleFlies_HasItAtItsPlace()
    {
        StartIntro();
        Play(0.5);
        _skip.Emit();
        Play(4.0);

        _printout.ShouldRead(
            [
                "0.00 s  title at -200.0", "0.25 s  title at -112.5", "0.50 s  title at -50.0",
                "0.50 s  title at 0.0", "0.50 s  the intro is skipped",
            ],
            "`skip` is emitted at 0.5 s, while the title flies: it is moved to 0 then, without another frame, and nothing moves it afterwards.");
    }

    [Test, Order(3)]
    public void Intro_SkippedWhileTheTitleStands_EndsToo()
    {
        StartIntro();
        Play(2.0);
        _skip.Emit();
        Play(4.0);

        _printout.ShouldRead(
            [
                "0.00 s  title at -200.0", "0.25 s  title at -112.5", "0.50 s  title at -50.0", "0.75 s  title at -12.5", "1.00 s  title at 0.0",
                "2.00 s  title at 0.0", "2.00 s  the intro is skipped",
            ],
            "`skip` is emitted at 2.0 s, while the title stands. All of the intro can be skipped, and not only the flight.");
    }

    [Test, Order(4)]
    public void HealthBar_AfterAHit_SlidesToTheNewHealth()
    {
        StartHealthBar(100);
        Play(0.5);
        _hit.Emit(40);
        Play(1.0);

        _printout.ShouldRead(
            ["0.00 s  bar 100.0", "0.50 s  bar 100.0", "0.75 s  bar 70.0", "1.00 s  bar 60.0"],
            "A hit takes 40 of 100 at 0.5 s. A Tween from 100 to 60 within half a second is drawn in three frames: 100, 70 and 60.");
        IsWaiting("There are 60 left, so the bar waits for the next hit.");
    }

    [Test, Order(5)]
    public void HealthBar_HitWhileItSlides_SlidesOnFromWhereItIs()
    {
        StartHealthBar(100);
        Play(0.5);
        _hit.Emit(40);
        Play(0.25);
        _hit.Emit(20);
        Play(1.0);

        _printout.ShouldRead(
            ["0.00 s  bar 100.0", "0.50 s  bar 100.0", "0.75 s  bar 70.0", "0.75 s  bar 70.0", "1.00 s  bar 47.5", "1.25 s  bar 40.0"],
            "The second hit comes at 0.75 s, while the bar slides and stands at 70. It must be heard: a signal has no memory, so somebody has to "
            + "wait for it then. From 70 the bar slides to 40, and the first slide has to end: one bar, one slide.");
        IsWaiting("There are 40 left, so the bar waits for the next hit.");
    }

    [Test, Order(6)]
    public void HealthBar_OfADeadMonster_SlidesToZero_AndEnds()
    {
        StartHealthBar(30);
        Play(0.5);
        _hit.Emit(50);
        Play(0.25);
        IsWaiting("The health is 0, but the bar still slides: HealthBar ends when the bar is there, too.");
        Play(1.0);

        _printout.ShouldRead(
            ["0.00 s  bar 30.0", "0.50 s  bar 30.0", "0.75 s  bar 7.5", "1.00 s  bar 0.0"],
            "A hit of 50 is more than the 30 that are left. The health is 0 then, and never less.");
        HasEnded("The health is 0 and the bar is there: HealthBar has to end.");
    }

    [Test, Order(7)]
    public void HealthBar_ThatIsCancelled_DrawsNoMore()
    {
        StartHealthBar(100);
        Play(0.5);
        _hit.Emit(40);
        Play(0.25);
        _task!.Cancel();
        Play(1.0);

        _printout.ShouldRead(
            ["0.00 s  bar 100.0", "0.50 s  bar 100.0", "0.75 s  bar 70.0"],
            "The bar is cancelled at 0.75 s, while it slides. A task that it has started does not end with it, unless somebody cancels that too.");
        Expected.True(_task.IsCancelled, "A bar that is cancelled ends as cancelled.");
    }

    [Test, Order(8)]
    public void Signals_HaveNoMemory()
    {
        _skip.Emit();
        _hit.Emit(1);
        StartIntro();
        Play(0.5);
        StartHealthBar(10);
        Play(0.5);

        _printout.ShouldRead(
            [
                "0.00 s  title at -200.0", "0.25 s  title at -112.5", "0.50 s  title at -50.0", "0.50 s  bar 10.0", "0.75 s  title at -12.5",
                "1.00 s  title at 0.0",
            ],
            "Both signals were emitted before anybody waited for them. So nobody has heard it: the intro is not skipped, and the bar is whole.");
    }

    // Never -0.
    private static double Rounded(double value) => Math.Round(value, 1) + 0.0;

    private void StartIntro() => _task = _scheduler.CreateTask(
        Stage.Intro(_skip, where => Print(FormattableString.Invariant($"title at {Rounded(where):0.0}")), Print), "intro");

    private void StartHealthBar(int health) => _task = _scheduler.CreateTask(
        Stage.HealthBar(_hit, health, length => Print(FormattableString.Invariant($"bar {Rounded(length):0.0}"))), "bar");

    private void Play(double seconds)
    {
        for (double left = seconds; left > 0; left -= FrameTime)
        {
            _scheduler.Tick(FrameTime);
            if (_task is { IsDone: true, IsCancelled: false, Exception: { } error })
            {
                throw new ShouldAssertException($"The coroutine of this test has ended by an error.\n{Explained.Describe(error)}");
            }
        }
    }

    private void IsWaiting(string lookAt) => Expected.False(_task!.IsDone, lookAt);

    private void HasEnded(string lookAt) => Expected.True(_task!.IsDone, lookAt);

    private void Print(string line) => _printout.Write(FormattableString.Invariant($"{_scheduler.Time:0.00} s  {line}"));
}
