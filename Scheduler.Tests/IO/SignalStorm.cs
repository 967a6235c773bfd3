using System.Runtime.InteropServices;

namespace Coroutines.Tests.IO;

/// <summary>
/// Signals to the thread that makes it, until it is stopped. One that is handled interrupts the system call that a thread waits in, whatever the handler
/// says.
/// </summary>
internal sealed class SignalStorm : IDisposable
{
    private const int WindowChanged = 28;

    private readonly PosixSignalRegistration _handler;
    private readonly ManualResetEvent _isOver = new(false);
    private readonly Thread _signaller;
    private int _handled;

    internal SignalStorm(int everyMilliseconds)
    {
        _handler = PosixSignalRegistration.Create((PosixSignal)WindowChanged, _ => Interlocked.Increment(ref _handled));
        nint target = CurrentThread();
        _signaller = new Thread(() =>
        {
            while (!_isOver.WaitOne(everyMilliseconds))
            {
                _ = SignalThread(target, WindowChanged);
            }
        });
        _signaller.Start();
    }

    internal void Stop()
    {
        _isOver.Set();
        _signaller.Join();
    }

    /// <summary>They are handled on a thread of its own, a little later.</summary>
    internal void ShouldHaveCome() =>
        SpinWait.SpinUntil(() => Volatile.Read(ref _handled) > 0, TimeSpan.FromSeconds(30)).ShouldBeTrue();

    public void Dispose()
    {
        Stop();
        _handler.Dispose();
        _isOver.Dispose();
    }

    [DllImport("libc", EntryPoint = "pthread_self")]
    private static extern nint CurrentThread();

    [DllImport("libc", EntryPoint = "pthread_kill")]
    private static extern int SignalThread(nint thread, int signal);
}
