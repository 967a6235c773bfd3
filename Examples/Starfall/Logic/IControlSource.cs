namespace Coroutines.Examples.Starfall.Logic;

/// <summary>Where a game's controls come from: a keyboard, or a recording.</summary>
internal interface IControlSource
{
    /// <summary>The control that is pressed in a frame, if one is.</summary>
    /// <remarks>
    /// One a frame, the others later: so whoever waits for a signal hears each of them, even where a slow line delivers several
    /// keys at once.
    /// </remarks>
    Control? Take(long frame);
}
