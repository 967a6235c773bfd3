namespace Coroutines.Testing;

/// <summary>Decides what an ordinary run leaves to chance. One object serves one run.</summary>
internal abstract class ScheduleChooser
{
    /// <summary>Decides.</summary>
    /// <returns>A number below the point's count; 0 for what an ordinary run does.</returns>
    internal abstract int Choose(in DecisionPoint point);
}
