namespace Coroutines.Exercises;

/// <summary>Runs coroutines as tasks, under a virtual time.</summary>
public interface IMiniScheduler
{
    double Time { get; }

    /// <summary>Makes a task, whose first step comes when the scheduler runs.</summary>
    IMiniTask Spawn(IEnumerator<Step> coroutine);

    /// <summary>Runs until all tasks have ended.</summary>
    void Run();
}
