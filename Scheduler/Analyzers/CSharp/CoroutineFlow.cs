using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Coroutines.Analyzers;

/// <summary>Follows the ways through a function, to see which coroutine is certainly used twice.</summary>
/// <remarks>
/// It errs on the side of silence. Two uses count only if no way leads to the second that does not pass the first, and nothing sets the
/// variable in between; a use in a loop, only if each turn passes it. Whatever an exception may skip counts as not passed.
/// </remarks>
internal sealed class CoroutineFlow
{
    private readonly ControlFlowGraph _graph;
    private readonly CoroutineUse[][] _uses;
    private readonly int[][] _predecessors;
    private readonly ISymbol[] _variables;

    internal CoroutineFlow(ControlFlowGraph graph, CoroutineUses uses)
    {
        _graph = graph;
        _uses = [.. graph.Blocks.Select(block => OperationsOf(block).TakeWhile(operation => !uses.IsEnd(operation)).SelectMany(uses.Of).ToArray())];
        bool[] ends = [.. graph.Blocks.Select(block => OperationsOf(block).Any(uses.IsEnd))];
        _predecessors =
        [
            .. graph.Blocks.Select(block => block.Predecessors
                .Where(branch => IsTaken(branch) && !ends[branch.Source.Ordinal])
                .Select(static branch => branch.Source.Ordinal).Distinct().ToArray()),
        ];
        _variables =
        [
            .. _uses.SelectMany(static use => use).Where(static use => !use.IsSet).Select(static use => use.Variable)
                .Distinct(SymbolEqualityComparer.Default).OfType<ISymbol>()
                .Where(variable => CoroutineUses.IsSetOnlyHere(variable, graph.OriginalOperation) && !IsSetOutOfOrder(variable)),
        ];
    }

    /// <summary>The lambdas that stand in a function itself.</summary>
    internal static IEnumerable<IFlowAnonymousFunctionOperation> LambdasOf(ControlFlowGraph graph) =>
        graph.Blocks.SelectMany(OperationsOf).SelectMany(static operation => operation.DescendantsAndSelf()).OfType<IFlowAnonymousFunctionOperation>();

    /// <summary>The uses that come after another one.</summary>
    internal IEnumerable<CoroutineUse> FindReuses() =>
        _variables.SelectMany(variable => SecondUses(variable).Concat(RepeatedUses(variable)))
            .GroupBy(static use => use.Place).Select(static found => found.First())
            .OrderBy(static use => use.Place.SpanStart);

    private static IEnumerable<IOperation> OperationsOf(BasicBlock block) =>
        block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations;

    // Not where a constant decides otherwise.
    private static bool IsTaken(ControlFlowBranch branch)
    {
        BasicBlock source = branch.Source;
        if (source.BranchValue is { ConstantValue: { HasValue: true, Value: bool value } } && source.ConditionKind != ControlFlowConditionKind.None)
        {
            bool isConditionalTaken = value == (source.ConditionKind == ControlFlowConditionKind.WhenTrue);
            return branch.IsConditionalSuccessor == isConditionalTaken;
        }

        return true;
    }

    /// <summary>Whether it is set where an exception leads, or on the way out of a block: there the order is not looked at.</summary>
    private bool IsSetOutOfOrder(ISymbol variable) => _graph.Blocks.Any(block =>
        IsHandler(block.EnclosingRegion) && _uses[block.Ordinal].Any(use => use.IsSet && IsOf(use, variable)));

    private static bool IsHandler(ControlFlowRegion? region)
    {
        while (region is not null)
        {
            if (region.Kind is ControlFlowRegionKind.Catch or ControlFlowRegionKind.Filter or ControlFlowRegionKind.Finally)
            {
                return true;
            }

            region = region.EnclosingRegion;
        }

        return false;
    }

    private static bool IsOf(CoroutineUse use, ISymbol variable) => SymbolEqualityComparer.Default.Equals(use.Variable, variable);

    private IEnumerable<CoroutineUse> SecondUses(ISymbol variable)
    {
        bool[] isUsedAfter = FindWhereUsed(variable);
        for (int block = 0; block < _uses.Length; block++)
        {
            bool isUsed = IsUsedBefore(block, isUsedAfter);
            foreach (CoroutineUse use in _uses[block].Where(use => IsOf(use, variable)))
            {
                if (isUsed && !use.IsSet)
                {
                    yield return use;
                }

                isUsed = !use.IsSet;
            }
        }
    }

    /// <summary>Behind which blocks the coroutine is certainly used: the largest answer that agrees with itself.</summary>
    private bool[] FindWhereUsed(ISymbol variable)
    {
        bool[] isUsedAfter = [.. _uses.Select(static (_, block) => block > 0)];
        bool hasChanged = true;
        while (hasChanged)
        {
            hasChanged = false;
            for (int block = 0; block < _uses.Length; block++)
            {
                CoroutineUse[] here = [.. _uses[block].Where(use => IsOf(use, variable))];
                bool isUsed = here.Length > 0 ? !here[here.Length - 1].IsSet : IsUsedBefore(block, isUsedAfter);
                hasChanged |= isUsed != isUsedAfter[block];
                isUsedAfter[block] = isUsed;
            }
        }

        return isUsedAfter;
    }

    private bool IsUsedBefore(int block, bool[] isUsedAfter) =>
        _predecessors[block].Length > 0 && _predecessors[block].All(before => isUsedAfter[before]);

    private IEnumerable<CoroutineUse> RepeatedUses(ISymbol variable)
    {
        bool[][] dominators = FindDominators();
        return
            from head in Enumerable.Range(0, _uses.Length)
            let ends = _predecessors[head].Where(end => dominators[end][head]).ToArray()
            where ends.Length > 0
            let loop = BlocksOfLoop(head, ends)
            where !loop.Any(block => _uses[block].Any(use => use.IsSet && IsOf(use, variable)))
            from block in loop
            where ends.All(end => dominators[end][block])
            from use in _uses[block]
            where IsOf(use, variable)
            select use;
    }

    /// <summary>What can be reached backwards from the ends of a loop without leaving it by its head.</summary>
    private HashSet<int> BlocksOfLoop(int head, int[] ends)
    {
        HashSet<int> loop = [head];
        var open = new Stack<int>(ends);
        while (open.Count > 0)
        {
            int block = open.Pop();
            if (loop.Add(block))
            {
                foreach (int before in _predecessors[block])
                {
                    open.Push(before);
                }
            }
        }

        return loop;
    }

    /// <summary>For each block, which others every way to it passes. Nothing passes one that no way leads to.</summary>
    private bool[][] FindDominators()
    {
        int count = _uses.Length;
        bool[][] dominators = [.. Enumerable.Range(0, count).Select(block => Enumerable.Range(0, count).Select(other => block > 0 || other == 0).ToArray())];
        bool hasChanged = true;
        while (hasChanged)
        {
            hasChanged = false;
            for (int block = 1; block < count; block++)
            {
                for (int other = 0; other < count; other++)
                {
                    bool passes = other == block || (_predecessors[block].Length > 0 && _predecessors[block].All(before => dominators[before][other]));
                    hasChanged |= passes != dominators[block][other];
                    dominators[block][other] = passes;
                }
            }
        }

        return dominators;
    }
}
