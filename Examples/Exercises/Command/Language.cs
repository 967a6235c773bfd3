namespace Coroutines.Exercises.Command;

/// <summary>What the command speaks, and the learner reads.</summary>
internal enum Language
{
    English,
    Japanese,
}
