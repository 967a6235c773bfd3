using System.Diagnostics;

namespace Coroutines;

/// <summary>
/// Reads an <see cref="IAsyncEnumerable{T}"/> to its end, as <c>await foreach</c> does: .NET's counterpart of asyncio's
/// <c>async for</c> in an <c>aclosing</c>.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>
/// <code>
/// using var rows = ReadAll(query.AsAsyncEnumerable());
/// while (true)
/// {
///     yield return rows.Next();
///     if (rows.IsAtEnd) break;
///     Work(rows.Current);
/// }
/// </code>
/// <para>The enumerator is disposed however the loop ends. Where <see cref="Next"/> finds the end or fails, or is cancelled, that
/// is waited for before the coroutine goes on or is left. Where the coroutine leaves the loop by itself, <see cref="Dispose"/>
/// begins it, and the end of the coroutine waits for it, if it takes its time. What it throws takes the place of the exception in flight.</para>
/// <para>The enumerator has a token, which is cancelled when a <see cref="Next"/> is given up; the item that was to come is then waited
/// for as <see cref="Awaitable.Await(Func{CancellationToken, Task})"/> tells, and the enumerator is disposed after that, in any case.</para>
/// <para>It belongs to the coroutine that made it, and one task uses it, for one <see cref="Next"/> at a time.</para>
/// </remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class AsyncEnumerableReader<T> : IDisposable, IScope
{
    private readonly IAsyncEnumerable<T> _source;
    private readonly CoTask _task;
    private readonly CoroutineFrame _frame;
    private IAsyncEnumerator<T>? _enumerator;
    private T _item = default!;
    private bool _hasItem;

    // The way to an item that was not there at once.
    private Task<bool>? _move;

    // The disposal of the enumerator, once it has begun.
    private Task? _end;

    internal AsyncEnumerableReader(IAsyncEnumerable<T> source)
    {
        _source = source;
        _task = CoTask.CurrentOrThrow("A reader of an IAsyncEnumerable");
        _frame = _task.InnermostCoroutine;
        _frame.AddScope(this);
    }

    /// <summary>Whether <see cref="Next"/> found the end.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>The item that the last <see cref="Next"/> got.</summary>
    /// <exception cref="InvalidStateException">There is none: before the first one is done, at the end, and after <see cref="Dispose"/>.</exception>
    public T Current => _hasItem ? _item : throw new InvalidStateException(IsAtEnd
        ? "The sequence was read to its end: there is no current item. Look at IsAtEnd first."
        : "There is no current item. Yield Next() first.");

    IScope? IScope.Outer { get; set; }

    IScope? IScope.Inner { get; set; }

    /// <summary>What cancels the token of the enumerator.</summary>
    internal CancellationTokenSource Cancellation { get; } = new();

    /// <summary>Whether an item is still on its way, which has to come before the enumerator can be disposed.</summary>
    internal bool IsMoving => _move is { IsCompleted: false };

    /// <summary>Why there is no asking for another item, in words that go behind the coroutine's name; null if there is.</summary>
    internal string? Refusal => _end is not null
        ? "reads on in a sequence that was left: its reader was disposed, or has failed. Make a new one with ReadAll."
        : _move is not null ? "asks a reader for its next item while somebody else waits for one. Give each of them a reader." : null;

    /// <summary>
    /// Goes to the next item, and waits while it is not there; or finds the end. If it is there already, no iteration passes.
    /// </summary>
    /// <returns>What to yield, once.</returns>
    /// <remarks>
    /// An exception of the sequence comes out of the <c>yield return</c> as it is. To ask for more after an error or after
    /// <see cref="Dispose"/>, or while another one waits, is an <see cref="InvalidOperationException"/> there.
    /// </remarks>
    public Awaitable Next() => new(new ItemFrame<T>(this));

    /// <summary>
    /// Leaves the sequence: has the enumerator disposed, if that has not begun yet. Where that takes its time, the coroutine that has
    /// made the reader does not end before it is over.
    /// </summary>
    /// <exception cref="InvalidOperationException">The scheduler runs on another thread.</exception>
    public void Dispose()
    {
        _task.Scheduler.VerifyThread();
        if (_end is not null)
        {
            // Somebody sees to it already.
            return;
        }

        Task end = End();
        if (end.IsCompleted)
        {
            Close();
            if (DotNetTask.FaultOf(end) is { } fault)
            {
                Rethrow.Throw(fault);
            }
        }
    }

    Awaitable IScope.Exit(CoTask task, Exception? fault) => new(new EnumeratorExit<T>(this, fault));

    void IScope.Abandon()
    {
        Task end = End();
        if (end.IsCompleted && DotNetTask.FaultOf(end) is { } fault)
        {
            _task.Scheduler.Reports.Report(new ExceptionContext("The enumerator of a sequence that was not read to its end threw an exception when it was disposed")
            {
                Exception = fault,
                Task = _task,
            });
        }
    }

    /// <summary>Sets out for the next item.</summary>
    /// <returns>The way to it; null if it is there already.</returns>
    internal Task<bool>? Move()
    {
        DropItem();
        _enumerator ??= _source.GetAsyncEnumerator(Cancellation.Token);
        ValueTask<bool> move = _enumerator.MoveNextAsync();
        if (!move.IsCompletedSuccessfully)
        {
            return _move = move.AsTask();
        }

        Arrive(move.Result);
        return null;
    }

    /// <summary>The item is there; or the end.</summary>
    internal void Arrive(bool hasItem)
    {
        _move = null;
        IsAtEnd = !hasItem;
        if (hasItem)
        {
            _item = _enumerator!.Current;
            _hasItem = true;
        }
    }

    /// <summary>Has the enumerator disposed. To do so before an item that is on its way has come is not allowed.</summary>
    /// <returns>The end of that.</returns>
    internal Task End()
    {
        if (_end is null)
        {
            DropItem();
            if (IsMoving)
            {
                DotNetTask.Stop(Cancellation, _task.Scheduler);
            }

            _end = _move is null ? DisposeEnumerator() : _move.ContinueWith(
                static (_, reader) => ((AsyncEnumerableReader<T>)reader!).DisposeEnumerator(),
                this,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default).Unwrap();
        }

        return _end;
    }

    /// <summary>Its end was seen to.</summary>
    internal void Close()
    {
        _frame.RemoveScope(this);
        if (!IsMoving)
        {
            Cancellation.Dispose();
        }
    }

    private void DropItem()
    {
        _hasItem = false;
        _item = default!;
    }

    private Task DisposeEnumerator()
    {
        try
        {
            return _enumerator is null ? Task.CompletedTask : _enumerator.DisposeAsync().AsTask();
        }
        catch (Exception exception)
        {
            return Task.FromException(exception);
        }
    }

    private string DebuggerDisplay => $"reader of a {_source.GetType().Name} ({(_end is not null ? "closed" : IsAtEnd ? "at its end" : IsMoving ? "waiting" : _hasItem ? "with an item" : "not begun")})";
}

/// <summary>Waits for the next item of an <see cref="IAsyncEnumerable{T}"/>; and, if there is none, for the end of the enumerator.</summary>
file sealed class ItemFrame<T>(AsyncEnumerableReader<T> reader) : PlainFrame
{
    private Task<bool>? _move;
    private bool _isEnding;

    internal override Awaitable Start(CoTask task)
    {
        if (reader.IsAtEnd)
        {
            return Completed;
        }

        if (reader.Refusal is { } refusal)
        {
            return Awaitable.Failure(new InvalidOperationException($"{task.DescribeChain()} {refusal}"));
        }

        _move = reader.Move();
        return _move is null ? GoOn() : new Awaitable(new DotNetCall(_ => _move, reader.Cancellation));
    }

    internal override Awaitable Resume(CoTask task)
    {
        if (_isEnding)
        {
            return Completed;
        }

        reader.Arrive(_move!.Result);
        return GoOn();
    }

    internal override Awaitable Throw(CoTask task, Exception exception) =>
        _isEnding ? Awaitable.Failure(exception) : End(exception);

    private Awaitable GoOn() => reader.IsAtEnd ? End(null) : Completed;

    private Awaitable End(Exception? fault)
    {
        _isEnding = true;
        return new Awaitable(new EnumeratorExit<T>(reader, fault));
    }
}
