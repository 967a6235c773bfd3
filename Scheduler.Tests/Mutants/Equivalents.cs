namespace Coroutines.Mutants;

/// <summary>The list of mistakes that make no difference. An entry that is not true, or not true any more, is an error.</summary>
internal sealed class Equivalents
{
    private readonly List<Equivalent> _entries;
    private readonly Dictionary<Mutant, Equivalent> _ofMutants = new(ReferenceEqualityComparer.Instance);

    private Equivalents(List<Equivalent> entries) => _entries = entries;

    /// <summary>Reads a file of paragraphs: the file and the place, the mistake, and from the third line on the reason.</summary>
    internal static Equivalents Read(string path)
    {
        var entries =
            from paragraph in File.ReadAllText(path).ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            where paragraph[0] != '#'
            let lines = paragraph.Split('\n', StringSplitOptions.TrimEntries)
            let place = lines[0].Split(": ", 2)
            select new Equivalent(place[0], place[1], lines[1], string.Join(' ', lines[2..]));
        return new Equivalents([.. entries]);
    }

    /// <summary>Finds the entries of a file's mutants.</summary>
    internal void Match(string file, IEnumerable<Mutant> mutants)
    {
        foreach (Mutant mutant in mutants)
        {
            if (_entries.Find(entry => entry.File == file && entry.Place == mutant.Place && entry.Mistake == mutant.Text) is { } entry)
            {
                entry.IsFound = true;
                _ofMutants.Add(mutant, entry);
            }
        }
    }

    internal Equivalent? Of(Mutant mutant) => _ofMutants.GetValueOrDefault(mutant);

    /// <summary>What is wrong with the list, as far as these files tell.</summary>
    internal IEnumerable<string> Wrong(string[] files) =>
        from entry in _entries
        where files.Contains(entry.File)
        let fault = entry switch
        {
            { IsFound: false } => "there is no such mutant (any more)",
            { IsNoticed: true } => "a test notices it",
            { Reason: "" } => "it has no reason",
            _ => null,
        }
        where fault is not null
        select $"Equivalents.txt: {entry.File}: {entry.Place}: {entry.Mistake}: {fault}.";
}
