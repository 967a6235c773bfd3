namespace Coroutines.Examples;

/// <summary>
/// Looks on while an example runs, if the command line says so: <c>--dashboard</c> shows on a page what it does, <c>--record FILE</c> afterwards what it did.
/// </summary>
/// <param name="error">Where it says so.</param>
internal sealed class Spectator(TextWriter error)
{
    internal const string Usage = "[--dashboard] [--record FILE] NAME …";

    private readonly List<StepRecorder> _recorders = [];
    private readonly List<Dashboard> _dashboards = [];
    private bool _showsDashboard;
    private string? _file;

    /// <summary>Takes what is meant for it from the front of the arguments.</summary>
    /// <returns>The others.</returns>
    internal string[] Take(string[] arguments)
    {
        while (true)
        {
            switch (arguments)
            {
                case ["--dashboard", .. string[] rest]:
                    _showsDashboard = true;
                    arguments = rest;
                    break;
                case ["--record", { Length: > 0 } file, .. string[] rest]:
                    _file = file;
                    arguments = rest;
                    break;
                case ["--record", ..]:
                    throw new UsageException("--record needs the file to write the timeline to", Usage);
                default:
                    return arguments;
            }
        }
    }

    /// <summary>A scheduler of the example was made.</summary>
    internal void Attach(Scheduler scheduler)
    {
        if (_file is not null)
        {
            _recorders.Add(new StepRecorder(scheduler));
        }

        if (_showsDashboard)
        {
            Dashboard dashboard = scheduler.ServeDashboard();
            _dashboards.Add(dashboard);
            error.WriteLine($"Watch it at {dashboard.Address}");
        }
    }

    /// <summary>The example has ended, in whatever way.</summary>
    internal void Leave()
    {
        _dashboards.ForEach(static dashboard => dashboard.Dispose());
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
