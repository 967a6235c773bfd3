namespace Coroutines.Tests.Fuzzing;

/// <summary>What a client sends, and how it ends.</summary>
internal sealed record FuzzedRequest(IReadOnlyList<FuzzedPiece> Pieces, ClientEnd End);
