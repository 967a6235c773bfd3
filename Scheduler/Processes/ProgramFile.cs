using System.Diagnostics;

namespace Coroutines;

/// <summary>Where a program may be, and what it means that it could not be started.</summary>
internal static class ProgramFile
{
    private const string UsualPath = "/usr/local/bin:/usr/bin:/bin";

    /// <summary>The files to try, in order: a name without a slash is looked for in the folders of PATH, as the child will see it.</summary>
    internal static IEnumerable<string> Candidates(string program, string? path)
    {
        if (program.Contains('/'))
        {
            return [program];
        }

        // An empty one is the current folder.
        return from folder in (string.IsNullOrEmpty(path) ? UsualPath : path!).Split(':')
            let file = folder.Length == 0 ? $"./{program}" : Path.Combine(folder, program)
            where File.Exists(file) || Directory.Exists(file)
            select file;
    }

    /// <summary>What comes out of the <c>yield return</c>.</summary>
    /// <param name="start">What was to be started.</param>
    /// <param name="error">The system's number.</param>
    internal static Exception Failure(ProcessStartInfo start, int error)
    {
        string program = Repr.Of(start.FileName);
        return error switch
        {
            Libc.Enoent or SpawnCalls.Enotdir => NotFound(start),
            SpawnCalls.Eacces or Libc.Eperm => new UnauthorizedAccessException(
                $"The program {program} cannot be executed: it is a folder, or you have no right to execute it (errno {error})."),
            SpawnCalls.Enoexec => new IOException(
                $"The program {program} cannot be executed: the system does not know its format (errno {error}). A script begins with a line such as #!/bin/sh."),
            _ => new IOException($"The program {program} could not be started: {Libc.Failure("posix_spawn", error).Message}"),
        };
    }

    internal static Exception NotFound(ProcessStartInfo start)
    {
        string program = Repr.Of(start.FileName);
        string reason = !start.FileName.Contains('/')
            ? "is in none of the folders of PATH"
            : File.Exists(Path.Combine(FolderOf(start), start.FileName))
                ? "is there, but not the interpreter that its first line names, or a library that it begins with"
                : "does not exist";
        return new FileNotFoundException($"The program {program} cannot be started: it {reason}.", start.FileName);
    }

    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    internal static void VerifyFolder(ProcessStartInfo start)
    {
        if (!string.IsNullOrEmpty(start.WorkingDirectory) && !Directory.Exists(start.WorkingDirectory))
        {
            throw new DirectoryNotFoundException(
                $"The program {Repr.Of(start.FileName)} cannot be started: its working directory {Repr.Of(start.WorkingDirectory)} does not exist.");
        }
    }

    private static string FolderOf(ProcessStartInfo start) =>
        string.IsNullOrEmpty(start.WorkingDirectory) ? Environment.CurrentDirectory : start.WorkingDirectory;
}
