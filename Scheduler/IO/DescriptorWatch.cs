using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Coroutines;

/// <summary>Has somebody called, by an item of the ready queue, once in each iteration in which a descriptor of theirs is ready.</summary>
internal sealed class DescriptorWatch : IRunnable, IDisposable
{
    private readonly SocketPoller _poller;
    private readonly Registration _registration;
    private readonly IReadyTarget _target;
    private Interest _ready;

    internal DescriptorWatch(SocketPoller poller, Socket socket, IReadyTarget target)
    {
        _poller = poller;
        _registration = new Registration(socket) { Watch = this };
        _target = target;
    }

    /// <param name="poller">Who asks the selector.</param>
    /// <param name="descriptor">The handle of something that the system can poll: a pipe, a terminal, a process.</param>
    /// <param name="target">Told what it is ready for.</param>
    internal DescriptorWatch(SocketPoller poller, SafeHandle descriptor, IReadyTarget target)
    {
        _poller = poller;
        _registration = new Registration(descriptor) { Watch = this };
        _target = target;
    }

    /// <summary>What it is watched for; nothing after <see cref="Dispose"/>.</summary>
    internal Interest Interest
    {
        get;
        set
        {
            if (field != value)
            {
                _poller.Change(_registration, field, value);
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
        Interest = Interest.None;
        SocketPoller.Forget(_registration);
    }

    void IRunnable.Run()
    {
        Interest ready = _ready & Interest;
        _ready = Interest.None;
        if (ready != Interest.None)
        {
            _target.OnReady(ready);
        }
    }
}
