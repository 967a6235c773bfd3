namespace Coroutines;

public sealed partial class TaskGroup
{
    /// <summary>
    /// Starts a child and waits until it reports that it is ready: Trio's <c>nursery.start</c>; asyncio has nothing like it.
    /// </summary>
    /// <param name="child">
    /// Makes the child's coroutine, which calls <see cref="StartSignal.Started"/> once when it is ready.
    /// </param>
    /// <param name="name">The task's name; null for Task-1, Task-2 and so on.</param>
    /// <returns>What to yield, once. Then the child runs on in the group.</returns>
    /// <remarks>
    /// <para>Until then the child is no member of the group: its failure comes out of this <c>yield return</c>, and a cancel
    /// of the waiting task cancels the child and waits for it. One that ends without a report is an
    /// <see cref="InvalidOperationException"/>. The group is not over before that.</para>
    /// <para>A group that was cancelled meanwhile, or has failed, cancels the child when it is ready.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="child"/> is null.</exception>
    public Awaitable Start(Func<StartSignal, IEnumerator<Awaitable>> child, string? name = null)
    {
        ThrowHelper.IfNull(child, nameof(child));
        return Start<bool>(signal => child(new StartSignal(signal)), name);
    }

    /// <summary>
    /// Starts a child and waits until it reports that it is ready, and hands over a value: Trio's <c>nursery.start</c>.
    /// </summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="child">
    /// Makes the child's coroutine, which calls <see cref="StartSignal{T}.Started"/> once when it is ready.
    /// </param>
    /// <param name="name">The task's name; null for Task-1, Task-2 and so on.</param>
    /// <returns>What to yield, once; then it has the value, and the child runs on in the group.</returns>
    /// <inheritdoc cref="Start(Func{StartSignal, IEnumerator{Awaitable}}, string?)"/>
    public Awaitable<T> Start<T>(Func<StartSignal<T>, IEnumerator<Awaitable>> child, string? name = null)
    {
        ThrowHelper.IfNull(child, nameof(child));
        return new Awaitable<T>(new StartFrame<T>(this, child, name));
    }

    /// <summary>Makes the task of a child that is not ready yet. <see cref="EndStart"/> ends that.</summary>
    internal CoTask BeginStart(IEnumerator<Awaitable> coroutine, string? name)
    {
        ThrowHelper.IfNullCoroutine(coroutine, nameof(coroutine));
        VerifyOpen(coroutine);
        CoTask child = _parent.Scheduler.CreateTask(coroutine, name);
        _unfinished++;
        return child;
    }

    /// <summary>The child is ready, and joins the group; or it has ended before that, which is no affair of the group's.</summary>
    internal void EndStart(CoTask child, bool isReady)
    {
        if (isReady)
        {
            Join(child);
        }

        NoteOneIsFinished();
    }
}
