using static Coroutines.Awaitable;

namespace Coroutines.Examples.Starfall.Logic;

/// <summary>What moves on the screen but not in the world: it goes on while that is paused or slow.</summary>
internal sealed class Hud
{
    private const double SecondsOnScreen = 2;
    private const double LetterSeconds = 0.025;

    private readonly CoGroup _group;

    internal Hud(Scheduler scheduler)
    {
        _group = new CoGroup(scheduler, "hud");
        _group.CreateTask(Blink(), "blink");
        _group.CreateTask(CountUp(), "score");
    }

    /// <summary>The headline, as far as it has been written.</summary>
    internal string Headline { get; private set; } = "";

    /// <summary>Whether that which blinks is to be seen.</summary>
    internal bool IsBlinkOn { get; private set; }

    /// <summary>What the score is to be.</summary>
    internal int Score { get; set; }

    /// <summary>What it shows on its way there.</summary>
    internal int ShownScore { get; private set; }

    /// <summary>Writes a headline, in place of one that may still be there.</summary>
    internal void Announce(string text) => _group.CreateTask("headline", Show(text), RestartPolicy.Replace);

    private IEnumerator<Awaitable> Show(string text)
    {
        yield return Await(Tween(0, text.Length, text.Length * LetterSeconds, null, length => Headline = text[..(int)length]));
        yield return Sleep(SecondsOnScreen);
        Headline = "";
    }

    private IEnumerator<Awaitable> Blink()
    {
        Ticker every = Every(0.5, CatchUp.Skip);
        while (true)
        {
            IsBlinkOn = !IsBlinkOn;
            yield return every;
        }
    }

    private IEnumerator<Awaitable> CountUp()
    {
        while (true)
        {
            yield return NextFrame();
            int missing = Score - ShownScore;
            ShownScore = missing > 0 ? ShownScore + 1 + (missing / 8) : Score;
        }
    }
}
