using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>Makes tasks of coroutines, and has them begin: at once, in the next iteration, or when they are told to.</summary>
/// <param name="scheduler">Whose tasks they are.</param>
/// <param name="tasks">The tasks that there are.</param>
/// <param name="domains">The group of a task is that of the one that makes it.</param>
/// <param name="ready">Where they stand before their first step.</param>
internal sealed class TaskStarter(Scheduler scheduler, TaskTable tasks, DomainTree domains, ReadyQueue ready)
{
    /// <summary>Asked about each task; null for nobody.</summary>
    internal Func<TaskStart, TaskStart>? Factory { get; set; }

    /// <summary>What makes a span for each task; null for none.</summary>
    internal ITaskSpans? Spans { get; init; }

    /// <summary>Makes a task, in the group of the one that runs.</summary>
    /// <param name="coroutine">The coroutine.</param>
    /// <param name="name">The task's name; null for Task-1, Task-2 and so on.</param>
    /// <param name="context">The execution context to run it in; null for a copy of the current one.</param>
    /// <param name="eager">Whether its first step runs at once; null for what the task factory says.</param>
    internal CoTask Start(IEnumerator<Awaitable> coroutine, string? name, ExecutionContext? context, bool? eager)
    {
        if (IsOrdinary(eager))
        {
            var task = new CoTask(scheduler, coroutine, name, context);
            ready.Enqueue(task);
            return task;
        }

        return StartIn(domains.Running, coroutine, name, context, eager);
    }

    /// <inheritdoc cref="Start(IEnumerator{Awaitable}, string?, ExecutionContext?, bool?)"/>
    internal CoTask<T> Start<T>(IEnumerator<Awaitable> coroutine, string? name, ExecutionContext? context, bool? eager)
    {
        if (IsOrdinary(eager))
        {
            var task = new CoTask<T>(scheduler, coroutine, name, context);
            ready.Enqueue(task);
            return task;
        }

        return StartIn<T>(domains.Running, coroutine, name, context, eager);
    }

    /// <summary>Makes a task in a group.</summary>
    /// <param name="domain">The group; null for none.</param>
    /// <param name="coroutine">The coroutine.</param>
    /// <param name="name">The task's name; null for Task-1, Task-2 and so on.</param>
    /// <param name="context">The execution context to run it in; null for a copy of the current one.</param>
    /// <param name="eager">Whether its first step runs at once; null for what the task factory says.</param>
    /// <param name="isParked">Whether it waits with its first step until it is told to begin.</param>
    internal CoTask StartIn(
        TaskDomain? domain, IEnumerator<Awaitable> coroutine, string? name, ExecutionContext? context, bool? eager, bool isParked = false)
    {
        TaskStart start = AskFactory(new TaskStart(coroutine, name, context, eager));
        IFutureWaiter? span = Spans?.Begin(ref start);
        CoTask task = domain is null
            ? new CoTask(scheduler, start.Coroutine, start.Name, start.Context)
            : new MemberTask(domain, start.Coroutine, start.Name, start.Context);
        AddSpan(task, span);
        Launch(task, IsEager(start, eager), domain, isParked);
        return task;
    }

    /// <inheritdoc cref="StartIn(TaskDomain?, IEnumerator{Awaitable}, string?, ExecutionContext?, bool?, bool)"/>
    internal CoTask<T> StartIn<T>(
        TaskDomain? domain, IEnumerator<Awaitable> coroutine, string? name, ExecutionContext? context, bool? eager)
    {
        TaskStart start = AskFactory(new TaskStart(coroutine, name, context, eager));
        IFutureWaiter? span = Spans?.Begin(ref start);
        CoTask<T> task = domain is null
            ? new CoTask<T>(scheduler, start.Coroutine, start.Name, start.Context)
            : new MemberTask<T>(domain, start.Coroutine, start.Name, start.Context);
        AddSpan(task, span);
        Launch(task, IsEager(start, eager), domain, isParked: false);
        return task;
    }

    // Whether there is nobody to ask, no group to be in, and no step to be taken here.
    private bool IsOrdinary(bool? eager) => Factory is null && Spans is null && !domains.HaveBeenUsed && eager != true;

    private TaskStart AskFactory(TaskStart start)
    {
        if (Factory is not { } factory)
        {
            return start;
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            // It may make tasks itself, or those that it makes eager do, and is asked for each in its turn.
            throw new InsufficientExecutionStackException(
                $"The task factory was to be asked about {Coroutine.NameOf(start.Coroutine)}, inside so many other such questions and eager starts that the stack has no room left.");
        }

        TaskStart changed = factory(start);
        return changed.Coroutine is not null ? changed : throw new InvalidOperationException(
            $"The task factory was given {Coroutine.NameOf(start.Coroutine)} and returned no coroutine. It has to return its argument, changed or not.");
    }

    // Whoever asks for an eager start outside of a run and of a Tick wants the first step now, as Unity's StartCoroutine takes it.
    private bool IsEager(TaskStart start, bool? asked) => start.Eager == true && (scheduler.IsRunning || asked == true);

    private static void AddSpan(CoTask task, IFutureWaiter? span)
    {
        if (span is not null)
        {
            task.AddWaiter(span);
        }
    }

    private void Launch(CoTask task, bool eager, TaskDomain? domain, bool isParked)
    {
        eager = eager && !isParked && domain is not ({ IsPaused: true } or { IsAbandoned: true });
        if (eager)
        {
            scheduler.VerifyMayBeginEagerly(task);
        }

        domain?.Add(task);
        if (domain is { IsAbandoned: true })
        {
            // The step in which its maker has stopped its own host goes on to its end; nothing follows from it.
            task.Abandon();
        }
        else if (isParked)
        {
            tasks.Register(task);
            task.Park();
        }
        else if (!eager)
        {
            ready.Enqueue(task);
        }
        else
        {
            tasks.Register(task);
            scheduler.BeginEagerly(task);
        }
    }
}
