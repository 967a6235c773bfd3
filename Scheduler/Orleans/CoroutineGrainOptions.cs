namespace Coroutines.Orleans;

/// <summary>How the coroutines of a silo's grains are set up.</summary>
public sealed class CoroutineGrainOptions
{
    /// <summary>
    /// How long calls that run may go on when the silo stops, before they are cancelled; 5 seconds by default. Orleans itself would wait for them until
    /// the host has no more patience.
    /// </summary>
    public Duration GracePeriod { get; set; } = 5.0;
}
