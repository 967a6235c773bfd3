namespace Coroutines.Tests.Architecture;

internal static class Violations
{
    /// <summary>Fails with the rule and every place that breaks it, one a line.</summary>
    public static void ShouldBeNone(this IEnumerable<string> violations, string rule)
    {
        string[] places = [.. violations.Distinct()];
        if (places.Length > 0)
        {
            Assert.Fail($"{rule}\n\n{string.Join('\n', places)}\n");
        }
    }
}
