namespace Coroutines.Tests.Races;

/// <summary>A small program of a few tasks around one thing. Whichever of them is cancelled when, the thing stays sound.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="SetUp">Starts the tasks, and says what has to be true in the end.</param>
internal sealed record RaceScenario(string Name, Action<RaceRun> SetUp)
{
    public override string ToString() => Name;
}
