namespace Coroutines;

/// <summary>Watches what the ready queue runs. Without one, the loop takes a path that asks nobody.</summary>
internal interface IStepObserver
{
    void Starting(IRunnable item);

    void Finished(IRunnable item);
}
