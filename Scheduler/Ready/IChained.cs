namespace Coroutines;

/// <summary>What can stand in one <see cref="Chain{T}"/> at a time. The chain alone sets these.</summary>
internal interface IChained<T>
    where T : class
{
    T? Previous { get; set; }

    T? Next { get; set; }
}
