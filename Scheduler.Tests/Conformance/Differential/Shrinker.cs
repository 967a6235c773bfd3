namespace Coroutines.Tests.Conformance.Differential;

/// <summary>Makes a program as small as it can be while it still has a property, by leaving out one thing after the other.</summary>
internal sealed class Shrinker(Func<ProgramLine, bool> fails)
{
    public ProgramLine Shrink(ProgramLine program)
    {
        while (Simplify(program).FirstOrDefault(fails) is { } simpler)
        {
            program = simpler;
        }

        return program;
    }

    /// <summary>All programs that are one step simpler, the much simpler ones first.</summary>
    private static IEnumerable<ProgramLine> Simplify(ProgramLine line)
    {
        foreach (IReadOnlyList<ProgramLine> block in SimplifyBlock(line.Block))
        {
            yield return line with { Block = block };
        }
    }

    private static IEnumerable<IReadOnlyList<ProgramLine>> SimplifyBlock(IReadOnlyList<ProgramLine> block)
    {
        for (int length = block.Count; length > 0; length /= 2)
        {
            for (int start = 0; start + length <= block.Count; start++)
            {
                yield return [.. block.Take(start), .. block.Skip(start + length)];
            }
        }

        for (int i = 0; i < block.Count; i++)
        {
            foreach (IReadOnlyList<ProgramLine> instead in SimplifyLine(block[i]))
            {
                yield return [.. block.Take(i), .. instead, .. block.Skip(i + 1)];
            }
        }
    }

    private static IEnumerable<IReadOnlyList<ProgramLine>> SimplifyLine(ProgramLine line)
    {
        if (line.Block.Count > 0 && line.Words.Length > 1)
        {
            yield return line.Block;
        }

        if (line.Operation is "settle" or "settleall" or "try")
        {
            yield return [line with { Words = line.Words[1..] }];
        }

        if (line.Operation is "waitfor")
        {
            yield return [line with { Words = line.Words[2..] }];
        }

        if (line.Operation is "gather" or "gatherx" or "wait" && line.Words.Length > 2)
        {
            yield return [line with { Words = line.Words[..^1] }];
        }

        foreach (ProgramLine simpler in Simplify(line))
        {
            yield return [simpler];
        }
    }
}
