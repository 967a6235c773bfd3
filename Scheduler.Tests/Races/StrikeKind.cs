namespace Coroutines.Tests.Races;

/// <summary>What a <see cref="Strike"/> does.</summary>
internal enum StrikeKind
{
    Cancel,
    CancelTwice,
    CancelAndUncancel,
}
