namespace Coroutines.Tests.Conformance.Differential;

/// <summary>
/// A step of a body. Blocks are flattened to their begin and end, so that all scopes of a body are open in one frame.
/// </summary>
internal readonly record struct Instruction(ProgramLine Line, InstructionKind Kind)
{
    public static Instruction[] Flatten(IReadOnlyList<ProgramLine> lines)
    {
        List<Instruction> instructions = [];
        Add(lines, instructions);
        return [.. instructions];
    }

    private static void Add(IReadOnlyList<ProgramLine> lines, List<Instruction> instructions)
    {
        foreach (ProgramLine line in lines)
        {
            switch (line.Operation)
            {
                case "timeout" or "group" or "finally" or "with":
                    instructions.Add(new Instruction(line, InstructionKind.Begin));
                    Add(line.Block, instructions);
                    instructions.Add(new Instruction(line, InstructionKind.End));
                    break;
                case "settle" or "settleall":
                    instructions.Add(new Instruction(line, InstructionKind.Settle));
                    break;
                default:
                    instructions.Add(new Instruction(
                        line, ProgramRun.IsExpression(line.Operation) ? InstructionKind.Await : InstructionKind.Act));
                    break;
            }
        }
    }
}
