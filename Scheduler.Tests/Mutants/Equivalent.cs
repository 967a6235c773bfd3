namespace Coroutines.Mutants;

/// <summary>A mistake that makes no difference, with the reason.</summary>
/// <param name="File">The file, named from the folder of the library.</param>
/// <param name="Place">The member and what its line says: a number would be wrong after the next change above it.</param>
/// <param name="Mistake">The mistake as it is printed.</param>
/// <param name="Reason">Why nobody can tell.</param>
internal sealed record Equivalent(string File, string Place, string Mistake, string Reason)
{
    /// <summary>Whether there is such a mutant.</summary>
    internal bool IsFound { get; set; }

    /// <summary>A test has told the difference: there is one.</summary>
    internal bool IsNoticed { get; set; }
}
