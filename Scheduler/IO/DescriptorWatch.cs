using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Coroutines;

/// <summary>Has somebody called, by an item of the ready queue, once in each iteration in which a descriptor of theirs is ready.</summary>
internal sealed class DescriptorWatch : Registration, IRunnable, IDisposable
{
    private readonly SocketPoller _poller;
    private readonly IReadyTarget _target;
    private Interest _ready;

    internal DescriptorWatch(SocketPoller poller, Socket socket, IReadyTarget target)
        : base(socket)
    {
        _poller = poller;
        _target = target;
    }

    /// <param name="poller">Who asks the selector.</param>
    /// <param name="descriptor">The handle of something that the system can poll: a pipe, a terminal, a process.</param>
    /// <param name="target">Told what it is ready for.</param>
    internal DescriptorWatch(SocketPoller poller, SafeHandle descriptor, IReadyTarget target)
        : base(descriptor)
    {
        _poller = poller;
        _target = target;
    }

    /// <summary>What it is to be watched for; the selector is told before the next poll. Nothing after <see cref="Dispose"/>.</summary>
    internal Interest Wanted
    {
        get;
        set
        {
            if (field != value)
            {
                _poller.Change(this, field, value);
                field = value;
            }
        }
    }

    /// <summary>The selector has found it ready.</summary>
    internal void HandOut(Interest ready, ReadyQueue queue)
    {
        // What was found in the last iteration, and has not been told, is told with this.
        if (_ready == Interest.None)
        {
            queue.Enqueue(this);
        }

        _ready |= ready;
    }

    /// <summary>No longer watched; the descriptor may be closed after that.</summary>
    public void Dispose()
    {
        Wanted = Interest.None;
        SocketPoller.Forget(this);
    }

    void IRunnable.Run()
    {
        Interest ready = _ready & Wanted;
        _ready = Interest.None;
        if (ready != Interest.None)
        {
            _target.OnReady(ready);
        }
    }
}
