using System.Text.RegularExpressions;
using Coroutines.Tests.Architecture;

namespace Coroutines.Tests.Documentation;

/// <summary>The table and the diagram of the states say what the code says.</summary>
public sealed partial class TransitionTableTests
{
    private static readonly FutureState[] _columns =
        [FutureState.Ready, FutureState.Running, FutureState.Waiting, FutureState.Finished, FutureState.Cancelled];

    private static readonly string _page = RepositoryFiles.Read("Scheduler/ARCHITECTURE.md");

    [Test]
    public void Table_NamesTheAllowedTransitions()
    {
        var fromTable =
            from Match row in TableRow().Matches(_page)
            let state = Enum.Parse<FutureState>(row.Groups["from"].Value)
            from cell in row.Groups["cells"].Value.Split('|').Index()
            where cell.Item.Trim().Length > 0
            select (state, _columns[cell.Index]);

        fromTable.ShouldBe(AllowedTransitions(), ignoreOrder: true);
    }

    [Test]
    public void Diagram_ShowsTheAllowedTransitions()
    {
        var fromDiagram =
            from Match arrow in Arrow().Matches(_page)
            select (Enum.Parse<FutureState>(arrow.Groups["from"].Value), Enum.Parse<FutureState>(arrow.Groups["to"].Value));

        fromDiagram.ShouldBe(AllowedTransitions(), ignoreOrder: true);
    }

    private static List<(FutureState From, FutureState To)> AllowedTransitions() =>
        [.. from state in Enum.GetValues<FutureState>()
            from next in Enum.GetValues<FutureState>()
            where Transitions.IsAllowed(state, next)
            select (state, next)];

    [GeneratedRegex(@"^\| \*\*(?<from>\w+)\*\* \|(?<cells>[^\n]*)\|$", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex(@"^    (?<from>[A-Z]\w+) --> (?<to>[A-Z]\w+)", RegexOptions.Multiline)]
    private static partial Regex Arrow();
}
