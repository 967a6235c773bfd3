using System.Reflection;

namespace Coroutines.Testing;

/// <summary>Finds the methods of a fixture that bear an attribute.</summary>
internal static class FixtureMethods
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <returns>Those of the base class first; an overridden one counts once, where it was first declared.</returns>
    internal static IEnumerable<MethodInfo> Find<TAttribute>(Type fixture)
        where TAttribute : Attribute
    {
        var hierarchy = new Stack<Type>();
        for (Type? type = fixture; type is not null; type = type.BaseType)
        {
            hierarchy.Push(type);
        }

        return hierarchy
            .SelectMany(static type => type.GetMethods(Declared))
            .Where(static method => method.IsDefined(typeof(TAttribute), inherit: false))
            .DistinctBy(static method => method.GetBaseDefinition());
    }
}
