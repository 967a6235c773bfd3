using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

/// <summary>What moves on a game's screen. Its frames are made by whoever calls <c>scheduler.Tick(seconds)</c>.</summary>
public static class Stage
{
    /// <summary>
    /// The title flies in: <paramref name="move"/> is told where it is, from -200 to 0 within a second, and slower towards the end
    /// (<see cref="Easing.OutQuad"/>). It stands for two seconds, and then it prints "the intro is over". When <paramref name="skip"/> is
    /// emitted meanwhile, the title is moved to 0 at once, and "the intro is skipped" is printed in place of that.
    /// </summary>
    public static IEnumerator<Awaitable> Intro(CoSignal skip, Action<double> move, Action<string> print)
    {
        yield return Race(Await(FlyIn(move)), skip.Next()).Into(out var race);
        if (race.Result.Index == 0)
        {
            print("the intro is over");
        }
        else
        {
            move(0);
            print("the intro is skipped");
        }
    }

    /// <summary>
    /// The bar above a monster: <paramref name="draw"/> is told how long it is, at first <paramref name="health"/>. Each hit takes as much
    /// health as it says, never more than there is, and the bar slides from where it is to the new health, within half a second, by
    /// <see cref="Easing.OutQuad"/>. When the health is 0 and the bar is there too, it ends. A bar that is cancelled draws no more.
    /// </summary>
    public static IEnumerator<Awaitable> HealthBar(CoSignal<int> hit, int health, Action<double> draw)
    {
        CoTask? slide = null;
        Defer(() => slide?.Cancel());

        double shown = health;
        draw(shown);
        while (health > 0)
        {
            yield return hit.Next().Into(out var damage);
            health = Math.Max(0, health - damage.Result);
            slide?.Cancel();
            slide = CreateTask(Tween(shown, health, 0.5, Easing.OutQuad, Show));
        }

        if (slide is not null)
        {
            yield return slide;
        }

        void Show(double length)
        {
            shown = length;
            draw(length);
        }
    }

    private static IEnumerator<Awaitable> FlyIn(Action<double> move)
    {
        yield return Await(Tween(-200, 0, 1.0, Easing.OutQuad, move));
        yield return Sleep(2.0);
    }
}
