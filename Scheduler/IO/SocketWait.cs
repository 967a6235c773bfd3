using System.Net.Sockets;
namespace Coroutines;

/// <summary>A task's wait for a socket to be readable or writable. Can be used again once it has ended.</summary>
internal sealed class SocketWait(Socket socket, Interest direction) : Suspension, IRunnable, IChained<SocketWait>
{
    private CoTask? _task;
    private Exception? _error;

    internal Socket Socket => socket;

    internal Interest Direction => direction;

    internal SocketRegistration? Registration { get; set; }

    /// <summary>Whether it stands among <see cref="SocketWaiters"/>, and between whom.</summary>
    internal bool IsListed { get; set; }

    public SocketWait? Previous { get; set; }

    public SocketWait? Next { get; set; }

    internal override Awaitable Begin(CoTask task, long argument)
    {
        if (_task is not null)
        {
            return Awaitable.Misuse(
                $"awaits the same Readable or Writable as {_task.DescribeChain()}. Make a new one for each wait.");
        }

        // Throws where the socket cannot be waited for: a closed one, say.
        task.Scheduler.Sockets.Add(this);
        _task = task;
        return Suspended();
    }

    internal override void Abandon(CoTask task)
    {
        _task = null;
        task.Scheduler.Sockets.Remove(this);
    }

    internal override string Describe() =>
        direction == Interest.Read ? "waiting for a socket to be readable" : "waiting for a socket to be writable";

    /// <summary>The socket is ready: the task is woken by the callback that this is, one iteration later (rule 1).</summary>
    internal void Resolve(Exception? error) => _error = error;

    public void Run()
    {
        // Null if the task was cancelled in between.
        if (_task is { } task)
        {
            _task = null;
            task.Wake(_error);
        }
    }
}
