namespace Coroutines;

/// <summary>That a task is in a group, for good.</summary>
internal struct Membership(TaskDomain domain)
{
    /// <summary>The group that it was started into.</summary>
    internal readonly TaskDomain Domain = domain;

    /// <summary>Where the group's registry keeps it.</summary>
    internal int Index;
}
