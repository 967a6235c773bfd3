namespace Coroutines.Exercises;

/// <summary>Marks the tests of one exercise with its number.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ExerciseAttribute(int number) : PropertyAttribute(PropertyName, $"{number}")
{
    internal const string PropertyName = "Exercise";
}
