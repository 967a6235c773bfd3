using static Coroutines.Awaitable;

namespace Coroutines.Examples.Starfall.Logic;

/// <summary>The places of a wave's enemies, which sway together.</summary>
internal sealed class Formation(FieldSize field, int columns)
{
    private const double Distance = 6;
    private const double TopRow = 2;
    private const double RowDistance = 2;
    private const double SwaySeconds = 3;

    private double _sway;

    /// <summary>Where the enemy of a number belongs at this moment.</summary>
    internal Vector PlaceOf(int number) => new(
        ((field.Width - 1) / 2.0) + ((number % columns - ((columns - 1) / 2.0)) * Distance) + _sway,
        TopRow + (number / columns * RowDistance));

    internal IEnumerator<Awaitable> Sway()
    {
        double reach = Math.Max((field.Width - ((columns - 1) * Distance) - 4) / 2, 1);
        yield return Await(Tween(0, reach, SwaySeconds / 2, Easing.OutQuad, x => _sway = x));
        while (true)
        {
            yield return Await(Tween(reach, -reach, SwaySeconds, Easing.InOutQuad, x => _sway = x));
            yield return Await(Tween(-reach, reach, SwaySeconds, Easing.InOutQuad, x => _sway = x));
        }
    }
}
