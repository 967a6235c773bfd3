namespace Coroutines.Examples.Starfall.Logic;

/// <summary>What is going on.</summary>
internal enum Scene
{
    Title,
    Playing,
    Paused,
    Over,
}
