#if !NET
namespace System.Runtime.CompilerServices;

/// <summary>Lets the compiler prefer an overload on netstandard2.1.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
internal sealed class OverloadResolutionPriorityAttribute(int priority) : Attribute
{
    public int Priority => priority;
}
#endif
