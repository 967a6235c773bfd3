using static Coroutines.Awaitable;

namespace Coroutines.Examples.Starfall.Logic;

/// <summary>Something that is only looked at: a spark, or a few words that rise.</summary>
internal sealed class Effect(List<Effect> effects, string text, Tint tint) : Sprite
{
    private readonly string[] _shape = [text];

    internal override string[] Shape => _shape;

    internal override Tint Tint => tint;

    /// <summary>Goes some way and is gone.</summary>
    internal IEnumerator<Awaitable> Drift(Vector from, Vector way, double seconds)
    {
        (X, Y) = from;
        effects.Add(this);
        try
        {
            yield return Await(Tween(seconds, Easing.OutQuad, done => (X, Y) = from + (way * done)));
        }
        finally
        {
            effects.Remove(this);
        }
    }
}
