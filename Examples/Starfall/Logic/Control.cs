namespace Coroutines.Examples.Starfall.Logic;

/// <summary>What a player can say.</summary>
internal enum Control
{
    Left,
    Right,
    Stop,
    Fire,
    Shield,
    Focus,
    Pause,
    Restart,
    Quit,
    Profile,
}
