namespace Coroutines.Tests.Fuzzing;

/// <summary>A piece of what a client sends, and how many seconds it waits after that.</summary>
internal readonly record struct FuzzedPiece(ReadOnlyMemory<byte> Bytes, double Pause);
