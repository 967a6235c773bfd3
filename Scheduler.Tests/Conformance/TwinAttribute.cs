namespace Coroutines.Tests.Conformance;

/// <summary>
/// Marks the twin of a case of the Python program: a coroutine, which <c>Scheduler.Run</c> runs, or a method that drives
/// schedulers itself. It bears the case's name.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TwinAttribute : Attribute;
