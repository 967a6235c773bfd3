using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Children that are created by others, and late.</summary>
public sealed partial class GroupsTwins
{
    [Twin]
    public IEnumerator<Awaitable> ChildCreatesASibling()
    {
        IEnumerator<Awaitable> Creator(TaskGroup group)
        {
            yield return Sleep(1);
            group.CreateTask(Child("sibling", 2));
            Log("created");
        }

        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            group.CreateTask(Creator(group));
            yield return group;
            Log("group done");
        }

        return Ending("group", Body());
    }

    [Twin]
    public IEnumerator<Awaitable> ChildCreatesASiblingInItsLastStep()
    {
        IEnumerator<Awaitable> Creator(TaskGroup group, int depth)
        {
            Log("depth", depth);
            if (depth < 3)
            {
                group.CreateTask(Creator(group, depth + 1));
            }

            yield break;
        }

        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            group.CreateTask(Creator(group, 0));
            yield return group;
            Log("group done");
        }

        return Ending("group", Body());
    }

    // Tries to create a child, and logs what comes of it.
    private void Refused(TaskGroup group, IEnumerator<Awaitable> coroutine)
    {
        Exception? refusal = Caught(() => group.CreateTask(coroutine));
        Log(refusal is null ? "accepted" : $"refused with {Kind(refusal)}");
    }

    [Twin]
    public IEnumerator<Awaitable> ChildCreatesASiblingWhenItIsCancelled()
    {
        IEnumerator<Awaitable> Creator(TaskGroup group)
        {
            yield return Try(Sleep(10)).Finally(() => Refused(group, Never()));
        }

        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            group.CreateTask(Creator(group));
            group.CreateTask(Failing("b"));
            yield return group;
        }

        return Ending("group", Body());
    }

    [Twin]
    public IEnumerator<Awaitable> BodyCreatesAChildAfterAFailure()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            group.CreateTask(Failing("a"));
            yield return Await(Swallow("body", more: 0));
            Refused(group, Never());
            yield return group;
        }

        return Ending("group", Body());
    }

    [Twin]
    public IEnumerator<Awaitable> ChildCreatedAfterTheEnd()
    {
        var group = new TaskGroup();
        yield return group;
        Refused(group, Never());
        yield return Await(Pause());
    }

    [Twin]
    public IEnumerator<Awaitable> ChildCreatedAfterTheEndByFailure()
    {
        TaskGroup group = null!;

        IEnumerator<Awaitable> Body()
        {
            group = new TaskGroup();
            group.CreateTask(Failing("a"));
            yield return group;
        }

        yield return Await(Ending("group", Body()));
        Refused(group, Never());
    }

    [Twin]
    public IEnumerator<Awaitable> CallbackCreatesAChild()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            Loop.CallAt(1, () => group.CreateTask(Child("late", 2)));
            group.CreateTask(Child("early", 2));
            yield return group;
            Log("group done");
        }

        return Ending("group", Body());
    }

    [Twin]
    public IEnumerator<Awaitable> CallbackCreatesAChildWhenTheLastWasJustNoticed()
    {
        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            CoTask task = group.CreateTask(Child("early", 1));
            task.AddDoneCallback(_ => Refused(group, Never()));
            yield return group;
            Log("group done");
        }

        return Ending("group", Body());
    }

    [Twin]
    public IEnumerator<Awaitable> CallbackCreatesAChildBeforeTheLastIsNoticed()
    {
        IEnumerator<Awaitable> Early(TaskGroup group)
        {
            yield return Sleep(1);
            Loop.CallSoon(() => Refused(group, Child("late", 1)));
        }

        IEnumerator<Awaitable> Body()
        {
            var group = new TaskGroup();
            group.CreateTask(Early(group));
            yield return group;
            Log("group done");
        }

        return Ending("group", Body());
    }

    [Twin]
    public IEnumerator<Awaitable> ChildCreatedWhenTheLastWasNoticedButTheGroupNotResumed()
    {
        IEnumerator<Awaitable> Body()
        {
            Scheduler loop = Loop;
            var group = new TaskGroup();
            group.CreateTask(Child("early", 1));
            loop.CallAt(1, () => loop.CallSoon(() => loop.CallSoon(() => loop.CallSoon(() => Refused(group, Never())))));
            yield return group;
            Log("group done");
        }

        return Ending("group", Body());
    }
}
