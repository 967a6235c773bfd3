namespace Coroutines.Exercises.Command;

/// <summary>An exercise lacks one of its files, or has one too many.</summary>
internal sealed class IncompleteExerciseException(string folder)
    : Exception($"{folder} has to hold one file to edit and one file of tests.")
{
    /// <summary>Where it stands.</summary>
    internal string Folder => folder;
}
