using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>What the last call of an operation has come to: it is read once, and then the operation serves the next call.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <remarks>A part of its operation, not to be copied.</remarks>
internal struct CallResult<T>
{
    private T _value;
    private Exception? _failure;

    // The version of the call that has a result, or has failed.
    private long _done;
    private bool _wasRead;

    internal readonly T Value => _value;

    /// <summary>A new call begins.</summary>
    internal void Prepare()
    {
        _value = default!;
        _failure = null;
        _done = Operation.NoCall;
        _wasRead = false;
    }

    internal void Succeed(T value, long version)
    {
        _value = value;
        _done = version;
    }

    internal void Fail(Exception failure, long version)
    {
        _failure = failure;
        _done = version;
    }

    /// <summary>Somebody reads the result, which is thrown if it is a failure.</summary>
    /// <param name="version">The version of the call that he knows.</param>
    /// <param name="operation">The operation, which says why there is no result.</param>
    /// <returns>Whether it is read for the first time, so that the operation is free again.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool IsFirstRead(long version, Operation operation)
    {
        if (version != _done || _failure is not null)
        {
            Throw(version, operation);
        }

        bool isFirst = !_wasRead;
        _wasRead = true;
        return isFirst;
    }

    /// <summary>Lets go of a result that was read.</summary>
    /// <returns>False if it was not read: whoever may still read it keeps it alone.</returns>
    internal bool TryLetGo()
    {
        if (_wasRead)
        {
            _value = default!;
            _done = Operation.NoCall;
        }

        return _wasRead;
    }

    [DoesNotReturn]
    private readonly void Throw(long version, Operation operation)
    {
        if (version == _done)
        {
            Rethrow.Throw(_failure!);
        }

        throw operation.NoResult(version);
    }
}
