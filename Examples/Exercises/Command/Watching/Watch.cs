using Coroutines.Examples.Terminal;
using static Coroutines.Awaitable;

namespace Coroutines.Exercises.Command.Watching;

/// <summary>
/// Checks whenever a file is saved, and listens to keys meanwhile. Three coroutines on one thread: they share these fields, and no
/// lock is needed, since none is interrupted between two of its stops.
/// </summary>
internal sealed class Watch(string root, IReadOnlyList<Exercise> course, Messages messages, IKeyboard keyboard, WatchScreen screen, Func<bool> mustEnd)
{
    private const char CtrlC = '\x3';
    private const char CtrlD = '\x4';
    private const double KeyInterval = 0.05;
    private const double FileInterval = 0.1;

    private readonly Examiner _examiner = new(root, course);
    private readonly FileTimes _files = new(root);
    private readonly CoEvent _isCheckWanted = new();

    private CancellationTokenSource _check = new();
    private IReadOnlyList<Result> _results = [];
    private Exercise? _current;
    private bool _isAskedForReset;

    internal IEnumerator<Awaitable> Main(Exercise? first)
    {
        _current = first;
        _isCheckWanted.Set();
        TaskGroup group = new();
        group.CreateTask(CheckWhenWanted());
        group.CreateTask(WatchFiles());
        yield return Await(ReadKeys());
        _check.Cancel();
        group.Cancel();
        yield return group;
    }

    private IEnumerator<Awaitable> WatchFiles()
    {
        List<string> saved = [];
        while (true)
        {
            yield return Sleep(FileInterval);
            IReadOnlyList<string> changed = _files.FindChanged();
            saved.AddRange(changed);

            // An editor may write in several steps: it has finished when a look finds nothing more.
            if (changed is [] && saved is not [])
            {
                _current = course.FirstOrDefault(exercise => saved.Contains(exercise.EditPath)) ?? _current;
                saved.Clear();
                WantCheck();
            }
        }
    }

    private void WantCheck()
    {
        _check.Cancel(); // what is being checked is out of date
        _isCheckWanted.Set();
    }

    private IEnumerator<Awaitable> CheckWhenWanted()
    {
        while (true)
        {
            yield return _isCheckWanted.Wait();
            _isCheckWanted.Clear();
            _check.Dispose();
            _check = new CancellationTokenSource();
            screen.Add(messages.Checking);

            // In a thread of its own: the keys go on, also while a test is in a loop that never ends.
            Exercise? current = _current;
            CancellationToken stop = _check.Token;
            yield return ToThread(() => Check(current, stop)).Into(out var check);
            (WatchPage? page, string? trouble) = check.Result;
            if (trouble is not null)
            {
                screen.Add(trouble);
            }
            else if (page is not null && !stop.IsCancellationRequested)
            {
                _results = page.Results;
                _current = page.Current.Exercise;
                _isAskedForReset = false;
                screen.Show(page.Write);
                screen.Add(messages.Keys);
            }
        }
    }

    /// <summary>Gives what to show, or what is in the way, or neither if it was stopped.</summary>
    private (WatchPage? Page, string? Trouble) Check(Exercise? current, CancellationToken stop)
    {
        try
        {
            IReadOnlyList<Result> results = _examiner.ExamineCourse(current, stop);
            Result shown = results.FirstOrDefault(result => result.Exercise == current)
                ?? results.FirstOrDefault(result => !result.IsSolved)
                ?? results[^1];
            return (new WatchPage(results, shown, _examiner.Notice(shown, messages), messages), null);
        }
        catch (OperationCanceledException)
        {
            return (null, null);
        }
        catch (Exception error) when (CauseOf(error) is IOException cause)
        {
            // A file is gone, or held by an editor. When it comes back, that is a change.
            return (null, cause.Message);
        }
    }

    /// <summary>What fails on several threads comes out wrapped.</summary>
    private static Exception CauseOf(Exception error) => error is AggregateException all ? all.Flatten().InnerExceptions[0] : error;

    private IEnumerator<Awaitable> ReadKeys()
    {
        List<ConsoleKeyInfo> keys = [];
        while (!mustEnd())
        {
            keyboard.ReadTo(keys);
            foreach (ConsoleKeyInfo key in keys)
            {
                if (key.KeyChar is 'q' or CtrlC or CtrlD)
                {
                    yield break;
                }

                if (_current is { } current && _results is not [])
                {
                    Press(key.KeyChar, current);
                }
            }

            keys.Clear();
            yield return Sleep(KeyInterval);
        }
    }

    private void Press(char key, Exercise current)
    {
        bool mayReset = _isAskedForReset;
        _isAskedForReset = false;
        switch (key)
        {
            case 'y' when mayReset:
                screen.Add(messages.HasReset(Path.GetFileName(current.EditPath)));
                current.Reset();
                break;
            case not 'y' when mayReset:
                screen.Add(messages.NothingChanged);
                break;
            case 'h':
                screen.Add($"\n{messages.HintFor(current.Number, current.Title)}\n\n{current.Hint}\n");
                break;
            case 'l':
                screen.Add(text => new Report(text, messages, []).WriteProgress(_results, current));
                screen.Add(messages.Keys);
                break;
            case 'n':
                _current = FindNextAfter(current);
                WantCheck();
                break;
            case 'r':
                AskForReset(current);
                break;
            case 's':
                ShowSolution(current);
                break;
            case '\r' or '\n':
                WantCheck();
                break;
        }
    }

    /// <summary>The next unsolved one, and after the last one from the first again; if all are solved, simply the next.</summary>
    private Exercise FindNextAfter(Exercise current)
    {
        Result[] others = [.. _results.Where(result => result.Exercise.Number > current.Number), .. _results.Where(result => result.Exercise.Number <= current.Number)];
        return (others.FirstOrDefault(result => !result.IsSolved) ?? others[0]).Exercise;
    }

    private void AskForReset(Exercise current)
    {
        _isAskedForReset = File.Exists(current.StartPath);
        screen.Add(_isAskedForReset
            ? Columns.Fit(messages.AskForReset(Path.GetFileName(current.EditPath)))
            : messages.NoBeginning(Path.GetRelativePath(Environment.CurrentDirectory, current.EditPath)));
    }

    private void ShowSolution(Exercise current)
    {
        bool isSolved = _results.Any(result => result.Exercise == current && result.IsSolved);
        screen.Add(
            !isSolved ? Columns.Fit(messages.SolveItFirst)
            : File.Exists(current.SolutionPath) ? $"\n{File.ReadAllText(current.SolutionPath)}"
            : messages.NoSolutions);
    }
}
