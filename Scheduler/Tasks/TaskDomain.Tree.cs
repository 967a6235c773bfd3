namespace Coroutines;

// The tree that groups are, as far as they have tasks: who is in whom, and all tasks from some group downwards.
internal sealed partial class TaskDomain : IChained<TaskDomain>
{
    // What was told last, to however many who ask; null when that no longer holds.
    private IReadOnlyList<CoTask>? _told;

    private Chain<TaskDomain> _children;

    internal TaskDomain? Parent => parent;

    /// <inheritdoc/>
    public TaskDomain? Previous { get; set; }

    /// <summary>The next one among those that have tasks.</summary>
    public TaskDomain? Next { get; set; }

    /// <summary>How many unfinished tasks there are, here and below.</summary>
    internal int Population { get; private set; }

    /// <summary>Called when the last task has ended.</summary>
    internal Action? Emptied { get; set; }

    // It and those beside it that have tasks, in the order in which they got the first.
    private ref Chain<TaskDomain> Siblings => ref parent is null ? ref scheduler.Domains.Roots : ref parent._children;

    internal void Add(CoTask task)
    {
        _tasks.Add(task);
        for (TaskDomain? domain = this; domain is not null; domain = domain.Parent)
        {
            domain._told = null;
            if (domain.Population++ == 0)
            {
                domain.Attach();
            }
        }
    }

    internal void Remove(CoTask task)
    {
        _tasks.Remove(task);
        for (TaskDomain? domain = this; domain is not null; domain = domain.Parent)
        {
            domain._told = null;
            if (--domain.Population == 0)
            {
                domain.Detach();
                domain.Emptied?.Invoke();
            }
        }
    }

    /// <summary>
    /// The one that comes next where all that have tasks are gone through, each before those in it; null after the last one.
    /// </summary>
    internal TaskDomain? Following => _children.First ?? FollowingBeyond;

    private TaskDomain? FollowingBeyond
    {
        get
        {
            TaskDomain? domain = this;
            while (domain is { Next: null })
            {
                domain = domain.Parent;
            }

            return domain?.Next;
        }
    }

    /// <summary>The unfinished tasks, here and below, in the order of creation; a list that stays as it is.</summary>
    internal IReadOnlyList<CoTask> ToList()
    {
        if (_told is null)
        {
            var tasks = new List<CoTask>(Population);
            AddTo(tasks);
            tasks.Sort(CoTask.CompareAge);
            _told = tasks;
        }

        return _told;
    }

    /// <summary>The same for those who look on: nothing is kept.</summary>
    internal List<CoTask> Look()
    {
        var tasks = new List<CoTask>();
        AddTo(tasks);
        tasks.Sort(CoTask.CompareAge);
        return tasks;
    }

    /// <summary>Whether a group is this one, or below it.</summary>
    internal bool Contains(TaskDomain? domain)
    {
        while (domain is not null && domain != this)
        {
            domain = domain.Parent;
        }

        return domain is not null;
    }

    private void AddTo(List<CoTask> tasks)
    {
        _tasks.AddTo(tasks);
        for (TaskDomain? child = _children.First; child is not null; child = child.Next)
        {
            child.AddTo(tasks);
        }
    }

    private void Attach()
    {
        IsHeld = IsPaused;
        Siblings.Add(this);
    }

    private void Detach()
    {
        scheduler.Domains.Skip(this, FollowingBeyond);
        Siblings.Remove(this);
        IsHeld = false;
        _held.Clear();

        // It may be empty for long, and nobody looks at it meanwhile.
        LetGo(EverySoMuch);
    }
}
