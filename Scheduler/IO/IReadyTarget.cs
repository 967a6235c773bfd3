namespace Coroutines;

/// <summary>The one who is told by a <see cref="DescriptorWatch"/>; no delegate, of which each connection would keep one.</summary>
internal interface IReadyTarget
{
    /// <summary>A descriptor is readable, or writable, or both.</summary>
    void OnReady(Interest ready);
}
