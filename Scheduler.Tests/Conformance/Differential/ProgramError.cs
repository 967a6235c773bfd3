namespace Coroutines.Tests.Conformance.Differential;

/// <summary>What random programs raise; the class Error of the interpreter in Python.</summary>
internal sealed class ProgramError(string message) : Exception(message);
