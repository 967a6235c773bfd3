namespace Coroutines;

public partial class CoTask
{
    /// <summary>What its next step resumes: the same object as long as it stands in the same coroutine; null where it stands in none.</summary>
    internal object? Innermost => (object?)_calls.Body ?? _calls.Innermost;

    /// <summary>Whether it is ready and counts frames.</summary>
    internal bool CountsFrames => StandsAside && _place.IsTimed;
}
