namespace Coroutines.Tests.Races;

/// <summary>A cancel of one task at one moment of a run.</summary>
/// <param name="Moment">The beginnings and ends of steps and callbacks before it.</param>
/// <param name="Party">The name of the task. If it is not there yet, or done, nothing happens.</param>
/// <param name="Kind">What is done to it.</param>
internal readonly record struct Strike(int Moment, string Party, StrikeKind Kind = StrikeKind.Cancel);
