using System.Numerics;
using Coroutines.Tests.Frames;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Pausing;

/// <summary>A tween that goes its way several times, back and forth, for ever, and of other types than <c>double</c>.</summary>
public sealed class TweenLoopTests
{
    private readonly FrameRig _rig = new();
    private readonly List<double> _values = [];

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Tween_InLoops_BeginsAnewEachTime_AndEndsAtTheEnd()
    {
        CoTask task = _rig.Start(Tween(0, 4, 1, null, _values.Add, loops: 2));
        _rig.Tick(10);
        _values.ShouldBe([0, 1, 2, 3, 0, 1, 2, 3, 4]);
        task.IsDone.ShouldBeTrue();
    }

    [TestCase(1, 4), TestCase(2, 0), TestCase(3, 4)]
    public void Tween_BackAndForth_EndsWhereTheLastWayEnds(int loops, double end)
    {
        _rig.Start(Tween(0, 4, 1, null, _values.Add, loops, yoyo: true));
        _rig.Tick((loops * 4) + 2);
        _values.ShouldBe([.. ((double[])[0, 1, 2, 3, 4, 3, 2, 1, 0, 1, 2, 3]).Take(loops * 4), end]);
    }

    [Test]
    public void Tween_BackAndForth_GoesBackOnTheSameCurve()
    {
        _rig.Start(Tween(1, Easing.InQuad, _values.Add, loops: 2, yoyo: true));
        _rig.Tick(10);
        _values.ShouldBe([0, 0.0625, 0.25, 0.5625, 1, 0.5625, 0.25, 0.0625, 0]);
    }

    [Test]
    public void Tween_ForEver_DoesNotDrift_AndEndsWhenItIsCancelled()
    {
        CoTask task = _rig.Start(Tween(0, 1, 0.7, null, _values.Add, loops: -1));
        _rig.Tick(5000, seconds: 0.1);

        // 5,000 frames, of which it took 7 each time: 714 times, and two frames.
        _values[^1].ShouldBe(2 / 7.0, 1e-9);
        task.Cancel();
        _rig.Tick();
        _values.Count.ShouldBe(5001);
        task.IsCancelled.ShouldBeTrue();
    }

    [Test]
    public void Tween_OfZeroLength_AppliesOnlyWhereItsLastWayEnds()
    {
        _rig.Start(Tween(3, 7, 0, null, _values.Add, loops: 3));
        _rig.Start(Tween(3, 7, 0, null, _values.Add, loops: 2, yoyo: true));
        _rig.Tick(2);
        _values.ShouldBe([7, 3]);
    }

    [Test]
    public void Tween_InLoopsAtAnyTime_IsWithinItsValues_AndEndsOnce([Values(1, 2)] int seed)
    {
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (int i = 0; i < 300; i++)
        {
            using var scheduler = new Scheduler();
            scheduler.Tick(Math.Pow(10, random.NextDouble() * 7));
            _values.Clear();
            CoTask task = scheduler.CreateTask(Tween(0.1, 0.7, random.NextDouble(), null, _values.Add, loops: random.Next(1, 4), yoyo: random.Next(2) == 0));
            while (!task.IsDone)
            {
                scheduler.Tick(1.0 / 60);
            }

            _values.ShouldAllBe(value => value >= 0.1 && value <= 0.7);
            _values[0].ShouldBe(0.1);
            _values[^1].ShouldBeOneOf(0.1, 0.7);
        }
    }

    [TestCase(0, 1), TestCase(-2, 1), TestCase(-1, 0)]
    public void Tween_OfNoNumberOfLoops_IsRefused(int loops, double seconds) => Should.Throw<ArgumentOutOfRangeException>(
        () => Tween(0, 1, seconds, null, _values.Add, loops)).ParamName.ShouldBe("loops");

    [Test]
    public void Tween_OfFloats_EndsAtTheEnd()
    {
        var values = new List<float>();
        _rig.Start(Tween(0.1f, 0.7f, 0.5, null, values.Add));
        _rig.Tick(4);
        values.ShouldBe([0.1f, 0.4f, 0.7f]);
        Should.Throw<ArgumentOutOfRangeException>(() => Tween(0f, float.NaN, 1, null, values.Add)).ParamName.ShouldBe("to");
    }

    [Test]
    public void Tween_OfWholeNumbers_IsOneOfDoubles()
    {
        object? told = null;
        _rig.Start(Tween(0, 1, 0, null, x => told = x));
        _rig.Tick();
        told.ShouldBeOfType<double>();
    }

    [Test]
    public void Tween_OfVectors_MixesThem_AndNotAtItsEnds()
    {
        var values = new List<Vector2>();
        int mixed = 0;
        _rig.Start(Tween(new Vector2(0, 4), new Vector2(4, 0), 1, Easing.InQuad, Mix, values.Add, loops: 2, yoyo: true));
        _rig.Start(Tween(Vector2.Zero, Vector2.One, 0, null, Vector2.Lerp, values.Add));
        _rig.Tick(1);
        values.ShouldBe([new(0, 4), new(1, 1), new(0.25f, 3.75f)]);
        _rig.Tick(9);
        values[3..].ShouldBe([new(1, 3), new(2.25f, 1.75f), new(4, 0), new(2.25f, 1.75f), new(1, 3), new(0.25f, 3.75f), new(0, 4)]);
        mixed.ShouldBe(6);

        Vector2 Mix(Vector2 from, Vector2 to, float share)
        {
            mixed++;
            return Vector2.Lerp(from, to, share);
        }
    }

    [Test]
    public void Tween_WithoutAFunctionThatMixes_IsRefused() => Should.Throw<ArgumentNullException>(
        () => Tween(1m, 2m, 1, null, null!, _ => { })).ParamName.ShouldBe("lerp");
}
