namespace Coroutines.Exercises;

/// <summary>Calls what it is given, at its time: the heart of a scheduler.</summary>
public interface IEventLoop
{
    /// <summary>
    /// In seconds, from 0. It is a virtual time: it stands still while callbacks run, and jumps when there is none to run.
    /// </summary>
    double Time { get; }

    /// <summary>Calls back in the next round, after all that were given before.</summary>
    void CallSoon(Action callback);

    /// <summary>Calls back so many seconds from now; what is due at the same time is called in the order in which it was given.</summary>
    void CallLater(double seconds, Action callback);

    /// <summary>Runs until there is nothing left to call.</summary>
    void Run();
}
