namespace Coroutines;

/// <summary>Says how late a timer is: a test looks how its program takes that.</summary>
internal interface ILateness
{
    /// <summary>Asked once, when a timer is set.</summary>
    /// <param name="timeline">In whose time.</param>
    /// <param name="when">The deadline, which is no time gone by.</param>
    /// <param name="target">What is to run then.</param>
    /// <returns>When it is to fire: then, or later.</returns>
    double Postpone(Timeline timeline, double when, ITimed target);
}
