using System.Net;
using System.Net.Sockets;

namespace Coroutines.Tests.Misuse;

/// <summary>The code of a user, which fails in one way or another.</summary>
/// <param name="error">What it throws, Ctrl-C once; null if it gives null instead.</param>
internal sealed class User(Exception? error) : IComparer<int>
{
    private Exception? _error = error;

    internal void Fail()
    {
        if (_error is { } error)
        {
            _error = error is KeyboardInterruptException ? null : error;
            throw error;
        }
    }

    internal bool Say()
    {
        Fail();
        return true;
    }

    internal T? Give<T>(T value)
        where T : class
    {
        _ = value;
        Fail();
        return null;
    }

    internal IEnumerator<Awaitable> Coroutine()
    {
        yield return null;
        Fail();
    }

    internal IEnumerable<T> List<T>(T item)
    {
        yield return item;
        Fail();
    }

    internal IObservable<int> Source() => new UserSource(this);

    internal object Key() => new UserKey(this);

    public int Compare(int x, int y)
    {
        Fail();
        return x.CompareTo(y);
    }
}

internal sealed class UserSource(User user) : IObservable<int>
{
    public IDisposable Subscribe(IObserver<int> observer)
    {
        user.Fail();
        observer.OnNext(1);
        return new Lifetime();
    }
}

internal sealed class UserWriter(User user) : StringWriter
{
    public override void WriteLine(string? value) => user.Fail();
}

internal sealed class UserObserver(User user) : IObserver<int>
{
    public void OnNext(int value) => user.Fail();

    public void OnError(Exception error) => throw new NotSupportedException();

    public void OnCompleted() => throw new NotSupportedException();
}

internal sealed class UserKey(User user)
{
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode()
    {
        user.Fail();
        return 1;
    }
}

internal sealed class UserEndPoint(User user) : EndPoint
{
    public override AddressFamily AddressFamily => AddressFamily.InterNetwork;

    public override SocketAddress Serialize()
    {
        user.Fail();
        return base.Serialize();
    }
}

internal sealed class UserListener(Action fail) : IStepListener
{
    public void OnStep(in StepEvent step) => fail();
}
