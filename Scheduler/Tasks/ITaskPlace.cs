namespace Coroutines;

/// <summary>Tells a <see cref="TaskRegistry{TPlace}"/> where a task keeps its place in it.</summary>
internal interface ITaskPlace
{
    ref int IndexOf(CoTask task);
}
