namespace Coroutines;

/// <summary>The tasks among some items, for messages.</summary>
internal static class StepNames
{
    private const int NamesInAMessage = 5;

    internal static string Of(IEnumerable<IRunnable> items)
    {
        string[] names = items.OfType<IStep>().Select(static step => step.DescribeChain()).Distinct().ToArray();
        if (names.Length == 0)
        {
            return "callbacks only";
        }

        string shown = string.Join(", ", names.Take(NamesInAMessage));
        return names.Length > NamesInAMessage ? $"{shown} and {names.Length - NamesInAMessage} more" : shown;
    }
}
