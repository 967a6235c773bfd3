using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Coroutines;

/// <summary>
/// A child as .NET starts it, on every system: threads wait for its end and for its pipes. What it inherits is up to .NET; and on Unix a process
/// that a signal has ended cannot be told from one that has returned 128 and the signal's number, and is taken for the former.
/// </summary>
internal sealed class PortableChild : Child
{
    private const int SignalBase = 128;
    private const int HighestSignal = 64;

    private readonly Scheduler _scheduler;
    private readonly Process _process;
    private ExitThread? _thread;

    private PortableChild(Scheduler scheduler, Process process)
    {
        _scheduler = scheduler;
        _process = process;
        Id = process.Id;
        ProcessStartInfo start = process.StartInfo;
        Input = start.RedirectStandardInput ? new ThreadConduit(scheduler, new DotNetPipe(process.StandardInput.BaseStream)) : null;
        Output = start.RedirectStandardOutput ? new ThreadConduit(scheduler, new DotNetPipe(process.StandardOutput.BaseStream)) : null;
        Error = start.RedirectStandardError ? new ThreadConduit(scheduler, new DotNetPipe(process.StandardError.BaseStream)) : null;
    }

    internal override int Id { get; }

    internal static PortableChild Start(Scheduler scheduler, ProcessStartInfo start)
    {
        ProgramFile.VerifyFolder(start);
        var process = new Process { StartInfo = start };
        try
        {
            process.Start();
            return new PortableChild(scheduler, process);
        }
        catch (Win32Exception error)
        {
            process.Dispose();
            throw Failure(start, error);
        }
    }

    internal override void WatchEnd(Action ended) => _thread = new ExitThread(_scheduler, _process.WaitForExit, ended);

    internal override bool TryReap(out int returnCode)
    {
        returnCode = 0;
        if (!_process.HasExited)
        {
            return false;
        }

        int code = _process.ExitCode;
        bool isSignal = !IsWindows && code is > SignalBase and <= SignalBase + HighestSignal;
        returnCode = isSignal ? SignalBase - code : code;
        return true;
    }

    internal override void Send(int signal)
    {
        if (signal == Kill || (signal == Terminate && IsWindows))
        {
            End();
        }
        else if (IsWindows)
        {
            throw new PlatformNotSupportedException($"This system has no signal {signal} to send to a process. Terminate and Kill end one.");
        }
        else if (!_process.HasExited)
        {
            // It may have ended in this moment.
            _ = SpawnCalls.Kill(Id, signal);
        }
    }

    internal override void AwaitEnd(TimeSpan limit) => _thread?.Join(limit);

    public override void Dispose()
    {
        _thread?.Dispose();
        _process.Dispose();
    }

    private static bool IsWindows => RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    private static Exception Failure(ProcessStartInfo start, Win32Exception error)
    {
        if (!IsWindows)
        {
            // .NET says 0 of a folder, of which the system would say that it may not be executed.
            return ProgramFile.Failure(start, error.NativeErrorCode == 0 ? SpawnCalls.Eacces : error.NativeErrorCode);
        }

        // ERROR_FILE_NOT_FOUND, ERROR_PATH_NOT_FOUND and ERROR_ACCESS_DENIED.
        return error.NativeErrorCode switch
        {
            2 or 3 => new FileNotFoundException($"The program {Repr.Of(start.FileName)} cannot be found.", start.FileName),
            5 => new UnauthorizedAccessException(error.Message, error),
            _ => new IOException(error.Message, error),
        };
    }

    private void End()
    {
        try
        {
            _process.Kill();
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            // It has ended in this moment.
        }
    }
}
