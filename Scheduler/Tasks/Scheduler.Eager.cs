namespace Coroutines;

// Eager starts outside of a run and of a Tick. Whoever asks for one there wants the first step now, as StartCoroutine takes it.
public sealed partial class Scheduler
{
    /// <summary>
    /// Whether a task begins eagerly. As in asyncio, the factory has its say in a running loop only: a run's main task is made before
    /// that runs, and does not begin by itself.
    /// </summary>
    private bool IsEager(TaskStart start, bool? asked) => start.Eager == true && (IsRunning || asked == true);

    /// <summary>Refuses an eager start where there can be none, before anything has changed.</summary>
    private void VerifyMayBeginEagerly(CoTask task)
    {
        if (!IsRunning && _current is { } other)
        {
            throw new InvalidOperationException(
                $"{task.DescribeChain()} cannot begin eagerly: another scheduler runs on this thread{other.DescribeRunning()}. Without eager: true it begins when its own scheduler next runs.");
        }
    }

    /// <summary>Takes the first step of a task as a Tick would take it, and nothing else: between two frames, or before the first.</summary>
    private void BeginBetweenFrames(CoTask task)
    {
        Enter(nameof(CreateTask));
        try
        {
            ExpectFrames();
            task.StartEagerly();
        }
        finally
        {
            Leave();
        }

        // It may have made something ready, or set a timer.
        RaiseAlarm();
    }
}
