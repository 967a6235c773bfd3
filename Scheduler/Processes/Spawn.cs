using System.Diagnostics;

namespace Coroutines;

/// <summary>
/// One call of Linux's <c>posix_spawn</c>. <see cref="Process"/> would do, but for two things: its children inherit every descriptor that was not
/// opened by .NET, and that .NET ignores SIGPIPE, so that a <c>yes | head</c> in them never ends.
/// </summary>
internal static unsafe class Spawn
{
    private const int FirstOfOurs = 3;

    /// <summary>Starts a program.</summary>
    /// <param name="start">What to start.</param>
    /// <param name="ends">The child's ends of its pipes; null where it has ours of standard input, output and error.</param>
    /// <returns>Its id.</returns>
    internal static int Start(ProcessStartInfo start, FileDescriptor?[] ends)
    {
        ProgramFile.VerifyFolder(start);
        List<string> variables = [.. start.Environment.Where(static pair => pair.Value is not null).Select(static pair => $"{pair.Key}={pair.Value}")];
        using var environment = new SystemStrings(variables);
        using var arguments = new SystemStrings([start.FileName, .. ArgumentsOf(start)]);
        start.Environment.TryGetValue("PATH", out string? path);

        int failure = Libc.Enoent;
        foreach (string file in ProgramFile.Candidates(start.FileName, path))
        {
            int error = Start(file, start.WorkingDirectory, ends, arguments, environment, out int id);
            if (error == 0)
            {
                return id;
            }

            if (error is not (Libc.Enoent or SpawnCalls.Enotdir or SpawnCalls.Eacces))
            {
                throw ProgramFile.Failure(start, error);
            }

            // As the shells do: one that may not be executed is looked for further on, and is the reason if there is no other.
            failure = error == SpawnCalls.Eacces ? error : failure;
        }

        throw ProgramFile.Failure(start, failure);
    }

    internal static IReadOnlyList<string> ArgumentsOf(ProcessStartInfo start) =>
        start.ArgumentList.Count > 0 ? start.ArgumentList : ArgumentString.Split(start.Arguments);

    private static int Start(
        string file, string? folder, FileDescriptor?[] ends, SystemStrings arguments, SystemStrings environment, out int id)
    {
        byte* actions = stackalloc byte[SpawnCalls.ActionsSize];
        byte* attributes = stackalloc byte[SpawnCalls.AttributesSize];
        using var path = new SystemStrings([file]);
        using var workingFolder = new SystemStrings([folder ?? string.Empty]);
        Verify(SpawnCalls.InitializeActions(actions));
        Verify(SpawnCalls.InitializeAttributes(attributes));
        try
        {
            if (!string.IsNullOrEmpty(folder))
            {
                Verify(SpawnCalls.AddChangeFolder(actions, workingFolder.First));
            }

            GiveEnds(actions, ends);
            KeepTheRest(actions);
            ForgetSignals(attributes);
            int started;
            int error = SpawnCalls.Spawn(&started, path.First, actions, attributes, arguments.All, environment.All);
            id = started;
            return error;
        }
        finally
        {
            _ = SpawnCalls.DestroyAttributes(attributes);
            _ = SpawnCalls.DestroyActions(actions);
        }
    }

    private static void GiveEnds(byte* actions, FileDescriptor?[] ends)
    {
        for (int i = 0; i < ends.Length; i++)
        {
            if (ends[i] is { } end)
            {
                Verify(SpawnCalls.AddDuplicate(actions, end.Number, i));
            }
        }
    }

    // No descriptor of ours is the child's, not even one that somebody has opened without saying so.
    private static void KeepTheRest(byte* actions)
    {
        try
        {
            Verify(SpawnCalls.AddCloseFrom(actions, FirstOfOurs));
        }
        catch (EntryPointNotFoundException)
        {
            foreach (string link in Directory.GetFiles("/proc/self/fd"))
            {
                if (int.TryParse(Path.GetFileName(link), out int number) && number >= FirstOfOurs)
                {
                    Verify(SpawnCalls.AddClose(actions, number));
                }
            }
        }
    }

    // .NET blocks some and ignores some; a fresh process does neither.
    private static void ForgetSignals(byte* attributes)
    {
        byte* signals = stackalloc byte[SpawnCalls.SignalSetSize];

        // All bits, and not sigfillset: that leaves out two that glibc keeps for itself, and which its children would ignore.
        new Span<byte>(signals, SpawnCalls.SignalSetSize).Fill(byte.MaxValue);
        Verify(SpawnCalls.SetDefaults(attributes, signals));
        new Span<byte>(signals, SpawnCalls.SignalSetSize).Clear();
        Verify(SpawnCalls.SetMask(attributes, signals));
        Verify(SpawnCalls.SetFlags(attributes, SpawnCalls.SetSignalDefaults | SpawnCalls.SetSignalMask));
    }

    private static void Verify(int error)
    {
        if (error != 0)
        {
            throw new IOException(Libc.Failure("posix_spawn", error > 0 ? error : Libc.LastError).Message);
        }
    }
}
