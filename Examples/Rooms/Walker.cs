using static Coroutines.Awaitable;

namespace Coroutines.Examples.Rooms;

/// <summary>A player that a program moves, step by step, for as long as it is let.</summary>
/// <param name="player">Gives the grain, once its program is connected.</param>
/// <param name="random">Where it goes.</param>
internal sealed class Walker(Func<IPlayer> player, Random random)
{
    /// <summary>The last answer: from then on nothing of it may get lost.</summary>
    internal Standing? Told { get; private set; }

    /// <summary>When that came.</summary>
    internal double ToldAt { get; private set; }

    internal int Answers { get; private set; }

    /// <summary>Calls of which nobody knows whether they were done.</summary>
    internal int Failures { get; private set; }

    /// <summary>The longest time between two answers.</summary>
    internal double LongestPause { get; private set; }

    internal IEnumerator<Awaitable> Walk()
    {
        while (true)
        {
            yield return Await(Step(random.Next(-2, 3), random.Next(-1, 2)));
        }
    }

    /// <summary>One step; or the same once more, until it is answered.</summary>
    internal IEnumerator<Awaitable> Step(int right, int down)
    {
        while (true)
        {
            yield return Settle(Await(player().Walk(right, down)), out Outcome<Standing> outcome);
            if (outcome.IsSuccess)
            {
                LongestPause = Told is null ? 0 : Math.Max(LongestPause, Now - ToldAt);
                (Told, ToldAt) = (outcome.Result, Now);
                Answers++;
                yield break;
            }

            Failures++;
            yield return Sleep(0.05);
        }
    }
}
