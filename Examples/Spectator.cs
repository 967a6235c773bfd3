namespace Coroutines.Examples;

/// <summary>Looks on while an example runs, if the command line says so: <c>--record FILE</c> shows afterwards what it did.</summary>
internal sealed class Spectator
{
    internal const string Usage = "[--record FILE] NAME …";

    private readonly List<StepRecorder> _recorders = [];
    private string? _file;

    /// <summary>Takes what is meant for it from the front of the arguments.</summary>
    /// <returns>The others.</returns>
    internal string[] Take(string[] arguments)
    {
        while (arguments is ["--record", ..])
        {
            if (arguments is not [_, { Length: > 0 } file, .. string[] rest])
            {
                throw new UsageException("--record needs the file to write the timeline to", Usage);
            }

            _file = file;
            arguments = rest;
        }

        return arguments;
    }

    /// <summary>A scheduler of the example was made.</summary>
    internal void Attach(Scheduler scheduler)
    {
        if (_file is not null)
        {
            _recorders.Add(new StepRecorder(scheduler));
        }
    }

    /// <summary>The example has ended, in whatever way.</summary>
    internal void Report(TextWriter error)
    {
        for (int i = 0; i < _recorders.Count; i++)
        {
            string path = i == 0 ? _file! : PathOf(_file!, i + 1);
            try
            {
                _recorders[i].SaveHtml(path);
                error.WriteLine($"The last {_recorders[i].Count} steps are shown by {path}.");
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                error.WriteLine($"The recording cannot be written: {failure.Message}");
            }
        }
    }

    // Where an example has several schedulers, each gets a file.
    private static string PathOf(string file, int number) =>
        Path.Combine(Path.GetDirectoryName(file) ?? string.Empty, $"{Path.GetFileNameWithoutExtension(file)}-{number}{Path.GetExtension(file)}");
}
