namespace Coroutines;

/// <summary>An item that is the step of a task, as far as the loop has to know it.</summary>
internal interface IStep : IRunnable
{
    /// <summary>The greater, the earlier among those that wait for a phase.</summary>
    int Priority { get; }

    /// <summary>Whether its group is paused, and its step was put aside for the time being.</summary>
    bool IsPutAside { get; }

    /// <summary>The task's name and its coroutines, for messages.</summary>
    string DescribeChain();
}
