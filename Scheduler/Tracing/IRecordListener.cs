namespace Coroutines;

/// <summary>A listener of the library's own that keeps steps: they are written where they stay.</summary>
internal interface IRecordListener : IStepListener
{
    /// <summary>Where each step is written at once; null if one has to be looked at before it is known whether it is kept.</summary>
    StepRing? KeepsAllIn { get; }
}
