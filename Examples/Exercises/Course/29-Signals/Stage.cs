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
        // A coroutine of yours for the flight and the two seconds, and a Race between that and skip.Next().
        yield break;
    }

    /// <summary>
    /// The bar above a monster: <paramref name="draw"/> is told how long it is, at first <paramref name="health"/>. Each hit takes as much
    /// health as it says, never more than there is, and the bar slides from where it is to the new health, within half a second, by
    /// <see cref="Easing.OutQuad"/>. When the health is 0 and the bar is there too, it ends. A bar that is cancelled draws no more.
    /// </summary>
    public static IEnumerator<Awaitable> HealthBar(CoSignal<int> hit, int health, Action<double> draw)
    {
        // While the bar slides, the next hit has to be heard: have the slide be a task of its own.
        draw(health);
        yield break;
    }
}
