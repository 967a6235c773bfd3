namespace Coroutines.Exercises.Command.Watching;

/// <summary>What the watch mode shows after a check.</summary>
/// <param name="Results">How far the course is.</param>
/// <param name="Current">The exercise that is being worked on.</param>
/// <param name="Noticed">What the analyzers have found in it.</param>
/// <param name="Messages">In which words.</param>
internal sealed record WatchPage(IReadOnlyList<Result> Results, Result Current, IReadOnlyList<Advice> Noticed, Messages Messages)
{
    internal void Write(TextWriter text)
    {
        Report report = new(text, Messages, Noticed);
        report.WriteProgress(Results, Current.Exercise);
        if (Current.IsSolved)
        {
            text.WriteLine(Messages.HasSolved(Current.Exercise.Number, Current.Exercise.Title));
            text.WriteLine(Columns.Fit(Results.All(result => result.IsSolved) ? Messages.AllSolved : Messages.MayGoOn));
        }
        else
        {
            report.WriteTask(Current);
        }

        text.WriteLine(Messages.CheckedAt($"{DateTime.Now:HH:mm:ss}"));
    }
}
