namespace Coroutines;

/// <summary>Somebody who waits for a signal, and is told what it says.</summary>
internal interface ISignalListener<in T>
{
    void Hear(T value);
}
