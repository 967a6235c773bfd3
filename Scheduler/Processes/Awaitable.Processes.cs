using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Coroutines;

public readonly partial struct Awaitable
{
    /// <summary>Starts a program whose three standard streams are pipes: asyncio's <c>create_subprocess_exec</c>.</summary>
    /// <param name="program">Its file, or a name, which is looked for in the folders of PATH.</param>
    /// <param name="arguments">Its arguments, each as it is: no shell looks at them.</param>
    /// <returns>What to yield, once; nothing is started before. No iteration passes. Then it has the process.</returns>
    /// <remarks>
    /// <para>The program gets no descriptor of ours but those three, and signals as a fresh process has them. (Where .NET has to start it, on other systems
    /// than Linux, what it inherits is up to .NET.)</para>
    /// <para>At the <c>yield return</c>: a <see cref="FileNotFoundException"/> if it cannot be found, an <see cref="UnauthorizedAccessException"/> if it may not be
    /// executed, an <see cref="IOException"/> if the system cannot start it.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="program"/> or <paramref name="arguments"/> is null.</exception>
    /// <exception cref="ArgumentException">The program has no name; one of the arguments is null; or a text has a zero in it.</exception>
    public static Awaitable<CoProcess> CreateSubprocessExec(string program, params string[] arguments)
    {
        ThrowHelper.IfNull(program, nameof(program));
        ThrowHelper.IfNull(arguments, nameof(arguments));
        ProcessStartInfo start = AllPipes(program);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument ?? throw new ArgumentException("An argument of a program is null. Leave it out, or give an empty one.", nameof(arguments)));
        }

        return Begin(start, nameof(arguments));
    }

    /// <summary>Starts a program; those of its standard streams are pipes that are redirected, and it shares the others with us.</summary>
    /// <param name="start">
    /// What to start, in which folder, with which environment; read at the <c>yield return</c>. Encodings are not looked at: the streams carry bytes.
    /// </param>
    /// <inheritdoc cref="CreateSubprocessExec(string, string[])"/>
    /// <remarks>
    /// <para>A name without a slash is looked for in the folders of PATH only, that of its own environment; a path is relative to its working directory.</para>
    /// <para>At the <c>yield return</c>: as for a program and arguments; and a <see cref="DirectoryNotFoundException"/> if there is no such working
    /// directory. On Linux a program for another user (<see cref="ProcessStartInfo.UserName"/>) is started by .NET, and inherits what .NET lets it.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="start"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The program has no name; there are both <see cref="ProcessStartInfo.Arguments"/> and a list of them; it is for the shell
    /// (<see cref="ProcessStartInfo.UseShellExecute"/>), which opens documents and has no streams; or a text has a zero in it.
    /// </exception>
    public static Awaitable<CoProcess> CreateSubprocessExec(ProcessStartInfo start)
    {
        ThrowHelper.IfNull(start, nameof(start));
        if (start.UseShellExecute)
        {
            throw new ArgumentException("UseShellExecute opens documents, and has no streams. Set it to false, or use Process.Start.", nameof(start));
        }

        if (start.ArgumentList.Count > 0 && !string.IsNullOrEmpty(start.Arguments))
        {
            throw new ArgumentException("There are arguments in ArgumentList and in Arguments. Use one of the two.", nameof(start));
        }

        return Begin(start, nameof(start));
    }

    /// <summary>
    /// Has the system's shell run a command, with pipes for the three standard streams: asyncio's <c>create_subprocess_shell</c>. That is <c>/bin/sh</c>, on
    /// Windows <c>cmd</c>.
    /// </summary>
    /// <param name="command">
    /// The command. What comes from elsewhere has no place in it, as the shell may take a part of it for a command: give it to
    /// <see cref="CreateSubprocessExec(string, string[])"/> as an argument.
    /// </param>
    /// <returns>What to yield, once; nothing is started before. No iteration passes. Then it has the process, which is the shell.</returns>
    /// <remarks>A command that the shell cannot find is no error here: the shell says so, and returns 127.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="command"/> is null.</exception>
    /// <exception cref="ArgumentException">It has a zero in it.</exception>
    public static Awaitable<CoProcess> CreateSubprocessShell(string command)
    {
        ThrowHelper.IfNull(command, nameof(command));
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            // cmd has rules of its own for what stands in quotes: all of it, as it is.
            ProcessStartInfo start = AllPipes(Environment.GetEnvironmentVariable("ComSpec") ?? "cmd.exe");
            start.Arguments = $"/d /s /c \"{command}\"";
            return Begin(start, nameof(command));
        }

        ProcessStartInfo shell = AllPipes("/bin/sh");
        shell.ArgumentList.Add("-c");
        shell.ArgumentList.Add(command);
        return Begin(shell, nameof(command));
    }

    private static ProcessStartInfo AllPipes(string program) => new(program)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
        CreateNoWindow = true,
    };

    private static Awaitable<CoProcess> Begin(ProcessStartInfo start, string parameter)
    {
        if (string.IsNullOrEmpty(start.FileName))
        {
            throw new ArgumentException("The program to start has no name.", parameter == "arguments" ? "program" : parameter);
        }

        string[] texts = [start.FileName, start.Arguments, start.WorkingDirectory, .. start.ArgumentList];
        if (texts.Any(static text => text is not null && text.Contains('\0')))
        {
            throw new ArgumentException($"The program {Repr.Of(start.FileName)} was given a text with a zero character in it, which no system can hand on.", parameter);
        }

        return Await<CoProcess>(Start(start));
    }

    private static IEnumerator<Awaitable> Start(ProcessStartInfo start)
    {
        yield return Return(CoProcess.Start(Scheduler.Current, start));
    }
}
