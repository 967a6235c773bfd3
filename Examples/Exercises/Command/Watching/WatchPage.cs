namespace Coroutines.Exercises.Command.Watching;

/// <summary>What the watch mode shows after a check.</summary>
/// <param name="Results">How far the course is.</param>
/// <param name="Current">The exercise that is being worked on.</param>
/// <param name="Noticed">What the analyzers have found in it.</param>
internal sealed record WatchPage(IReadOnlyList<Result> Results, Result Current, IReadOnlyList<Advice> Noticed)
{
    internal void Write(TextWriter text)
    {
        Report report = new(text, Noticed);
        report.WriteProgress(Results, Current.Exercise);
        if (Current.IsSolved)
        {
            text.WriteLine($"SOLVED {Current.Exercise.Number}. {Current.Exercise.Title}");
            text.WriteLine(Results.All(result => result.IsSolved)
                ? "All exercises are solved. Well done!"
                : "n goes on to the next exercise, and s shows a solution: there may be a shorter way than yours.");
        }
        else
        {
            report.WriteTask(Current);
        }

        text.WriteLine($"Checked at {DateTime.Now:HH:mm:ss}.");
    }
}
