namespace Coroutines.Exercises;

/// <summary>What a coroutine of the last exercise asks for when it stops.</summary>
public abstract record Step
{
    private Step()
    {
    }

    /// <summary>Lets the others run, and goes on in the next round.</summary>
    public sealed record Pause : Step;

    /// <summary>Goes on after so many seconds.</summary>
    public sealed record Sleep(double Seconds) : Step;

    /// <summary>Goes on when the task has ended, in whichever way; the coroutine then looks at its Result.</summary>
    public sealed record Join(IMiniTask Task) : Step;

    /// <summary>Ends the coroutine here, with a result.</summary>
    public sealed record Return(object? Value) : Step;
}
