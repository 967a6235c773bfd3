namespace Coroutines.Tests.Conformance.Differential;

internal enum InstructionKind
{
    /// <summary>Something that does not wait.</summary>
    Act,

    /// <summary>Awaits an expression.</summary>
    Await,

    /// <summary>Awaits an expression, and goes on when it fails.</summary>
    Settle,

    /// <summary>A block begins.</summary>
    Begin,

    /// <summary>The innermost block ends.</summary>
    End,
}
