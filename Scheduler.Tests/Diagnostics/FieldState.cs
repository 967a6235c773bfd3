using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Coroutines.Tests.Diagnostics;

/// <summary>All fields of an object and of those of the library's that it leads to, to be compared: whether a look has changed anything.</summary>
internal sealed class FieldState
{
    private const int Most = 20_000;

    private readonly HashSet<object> _seen = new(ReferenceComparer.Instance);
    private readonly Queue<object> _left = new();

    private FieldState(object root)
    {
        _left.Enqueue(root);
        while (_left.TryDequeue(out object? next) && Values.Count < Most)
        {
            Read(next, next, next.GetType().Name);
        }
    }

    private List<(object Owner, string Path, object? Value)> Values { get; } = [];

    internal static FieldState Of(object root) => new(root);

    /// <summary>The fields that have another value than in an earlier state.</summary>
    internal IEnumerable<string> Since(FieldState before)
    {
        for (int i = 0; i < Math.Max(Values.Count, before.Values.Count); i++)
        {
            if (i >= Values.Count || i >= before.Values.Count)
            {
                yield return "there are more objects, or fewer";
                yield break;
            }

            (object owner, string path, object? value) = Values[i];
            (object ownerBefore, string pathBefore, object? valueBefore) = before.Values[i];
            if (!ReferenceEquals(owner, ownerBefore) || path != pathBefore)
            {
                yield return $"{pathBefore} leads elsewhere";
                yield break;
            }

            if (!(value is null or ValueType or string ? Equals(value, valueBefore) : ReferenceEquals(value, valueBefore)))
            {
                yield return path;
            }
        }
    }

    private void Visit(object? value)
    {
        if (value is not null and not ValueType and not string and not Type and not Delegate && IsOurs(value.GetType()) && _seen.Add(value))
        {
            _left.Enqueue(value);
        }
    }

    private void Read(object owner, object holder, string path)
    {
        for (Type? type = holder.GetType(); type is not null && type != typeof(object) && type != typeof(ValueType); type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            {
                object? value = field.FieldType.IsPointer ? null : field.GetValue(holder);
                string name = $"{path}.{field.Name}";
                if (value is not null && field.FieldType.IsValueType && IsOurs(value.GetType()) && !value.GetType().IsEnum)
                {
                    Read(owner, value, name);
                    continue;
                }

                Values.Add((owner, name, value));
                if (value is ICollection collection and not Array)
                {
                    Values.Add((owner, $"{name}.Count", collection.Count));
                }

                if (value is Array { Rank: 1 } array && IsOurs(array.GetType().GetElementType()!) && !array.GetType().GetElementType()!.IsValueType)
                {
                    foreach (object? item in array)
                    {
                        Visit(item);
                    }
                }

                Visit(value);
            }
        }
    }

    private static bool IsOurs(Type type) => type.Assembly == typeof(Scheduler).Assembly;

    private sealed class ReferenceComparer : IEqualityComparer<object>
    {
        internal static readonly ReferenceComparer Instance = new();

        bool IEqualityComparer<object>.Equals(object? x, object? y) => ReferenceEquals(x, y);

        int IEqualityComparer<object>.GetHashCode(object value) => RuntimeHelpers.GetHashCode(value);
    }
}
