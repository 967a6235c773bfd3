namespace Coroutines;

/// <summary>Watches what the ready queue runs. Without one, the loop takes a path that asks nobody.</summary>
internal interface IStepObserver
{
    /// <summary>Whether it puts the items of a batch into another order; an exploration does.</summary>
    bool ArrangesBatches => false;

    /// <summary>The queue is about to become a batch. Whoever <see cref="ArrangesBatches"/> may put its items into another order, and have some
    /// of them wait for one batch more.</summary>
    void BeginningBatch(ReadyQueue ready)
    {
    }

    void Starting(IRunnable item);

    void Finished(IRunnable item);

    /// <summary>The step that runs works on something that others may work on too: a future, or a primitive.</summary>
    void Touched(object what)
    {
    }

    /// <summary>What comes from other threads has just been put into the queue.</summary>
    /// <param name="count">How many items: the last ones of it.</param>
    void Arrived(int count)
    {
    }

    /// <summary>A task has taken its first step inside what runs now.</summary>
    void StartedEagerly(IRunnable task)
    {
    }

    /// <summary>A frame begins, or goes on with its next part.</summary>
    /// <param name="isNew">Whether it begins.</param>
    void EnteringFrame(bool isNew)
    {
    }

    /// <summary>A frame is over, or a part of it.</summary>
    /// <param name="isOver">Whether the frame is.</param>
    void LeavingFrame(bool isOver)
    {
    }
}
